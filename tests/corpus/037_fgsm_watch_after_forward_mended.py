"""Adversarial examples by the fast gradient sign method."""

import tensorflow as tf

tf.keras.utils.set_random_seed(37)

model = tf.keras.Sequential(
    [
        tf.keras.Input((6, 6, 1)),
        tf.keras.layers.Rescaling(2.0, offset=-1.0),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(4),
    ]
)
loss_object = tf.keras.losses.CategoricalCrossentropy(from_logits=True)


class Attack:
    def __init__(self, model, epsilon=0.05):
        self.model = model
        self.epsilon = epsilon

    def perturbation(self, image, label):
        with tf.GradientTape() as tape:
            tape.watch(image)
            prediction = self.model(image)
            loss = loss_object(label, prediction)
        gradient = tape.gradient(loss, image)
        return tf.sign(gradient)

    def __call__(self, image, label):
        return tf.clip_by_value(image + self.epsilon * self.perturbation(image, label), 0.0, 1.0)


def train_step(x, y, optimizer):
    with tf.GradientTape() as tape:
        loss = loss_object(y, model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


images = tf.random.uniform((3, 6, 6, 1))
labels = tf.one_hot([0, 1, 2], 4)
print(train_step(images, labels, tf.keras.optimizers.SGD(0.1)))
print(Attack(model)(images, labels).shape)

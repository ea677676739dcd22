"""The list of weights is fetched once, before the model has any."""

import tensorflow as tf

tf.keras.utils.set_random_seed(33)


def make_model():
    return tf.keras.Sequential([tf.keras.layers.Dense(5, activation="relu"), tf.keras.layers.Dense(1)])


class Trainer:
    def __init__(self, model, rate=0.01):
        self.model = model
        self.model.build((None, 4))
        self.params = model.trainable_variables
        self.optimizer = tf.keras.optimizers.SGD(rate)

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(self.model(x) - y))

    def gradients(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.loss(x, y)
        return loss, tape.gradient(loss, self.params)

    def input_gradient(self, x, y):
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = self.loss(x, y)
        return tape.gradient(loss, x)

    def step(self, x, y):
        loss, grads = self.gradients(x, y)
        for grad, param in zip(grads, self.params):
            param.assign_sub(0.01 * grad)
        return loss


trainer = Trainer(make_model())
x = tf.random.normal((6, 4))
y = tf.ones((6, 1))
print(trainer.input_gradient(x, y).shape)
print(trainer.step(x, y), trainer.step(x, y))

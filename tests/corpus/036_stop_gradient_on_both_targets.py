"""A Siamese network without negatives; the stop was put on both branches."""

import tensorflow as tf

tf.keras.utils.set_random_seed(36)


class SimSiam(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(4)])
        self.predictor = tf.keras.layers.Dense(4)

    def project(self, x):
        return tf.stop_gradient(self.encoder(x))  # cause: stop-gradient

    def call(self, views):
        z = [self.project(view) for view in views]
        p = [self.predictor(code) for code in z]
        return z, p


def similarity(p, z):
    z = tf.stop_gradient(z)
    p = tf.math.l2_normalize(p, axis=1)
    z = tf.math.l2_normalize(z, axis=1)
    return -tf.reduce_mean(tf.reduce_sum(p * z, axis=1))


def augment(x):
    return x + 0.1 * tf.random.normal(tf.shape(x))


def train(model, x, optimizer):
    views = augment(x), augment(x)
    with tf.GradientTape(persistent=True) as tape:
        (z1, z2), (p1, p2) = model(views)
        loss = 0.5 * similarity(p1, z2) + 0.5 * similarity(p2, z1)
    predictor_grads = tape.gradient(loss, model.predictor.trainable_variables)
    encoder_grads = tape.gradient(loss, model.encoder.trainable_variables)  # expect: none stop-gradient
    optimizer.apply_gradients(zip(predictor_grads, model.predictor.trainable_variables))
    return loss, encoder_grads


print(train(SimSiam(), tf.random.normal((6, 3)), tf.keras.optimizers.SGD(0.05)))

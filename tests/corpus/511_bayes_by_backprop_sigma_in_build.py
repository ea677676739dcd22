"""Bayes by backprop: the standard deviation is made once, when the layer is built."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(511)


class Variational(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        size = (shape[-1], self.units)
        self.mu = self.add_weight(shape=size, initializer="glorot_uniform", name="mu")
        self.rho = self.add_weight(shape=size, initializer="zeros", name="rho")
        self.sigma = tf.nn.softplus(self.rho)  # cause: computed-outside-tape

    def call(self, x):
        eps = tf.random.normal(self.mu.shape)
        w = self.mu + self.sigma * eps
        return x @ w


layer = Variational(2)
layer.build((None, 3))
x, y = tf.random.normal((6, 3)), tf.random.normal((6, 2))
optimizer = keras.optimizers.Adam()
for _ in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((layer(x) - y) ** 2)
    g_mu, g_rho = tape.gradient(loss, [layer.mu, layer.rho])  # expect: none computed-outside-tape source=layer.rho
    optimizer.apply_gradients((g, v) for g, v in [(g_mu, layer.mu), (g_rho, layer.rho)] if g is not None)

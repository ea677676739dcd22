"""Quantised layers inside a Sequential with an explicit input."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(520)


class Quant(keras.layers.Layer):
    def __init__(self, units, levels=8):
        super().__init__()
        self.units, self.levels = units, levels

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.step = self.add_weight(shape=(), initializer="ones", name="step")

    def quantised(self):
        scaled = self.kernel / self.step
        return (scaled + tf.stop_gradient(tf.round(scaled) - scaled)) * self.step

    def call(self, x):
        return x @ self.quantised()


net = keras.Sequential([keras.Input((3,)), Quant(4), keras.layers.Activation("softplus"), Quant(1)])
x = tf.random.normal((5, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(x) ** 2)
kernels = [layer.kernel for layer in net.layers if isinstance(layer, Quant)]
print([g is None for g in tape.gradient(loss, kernels)])

"""A maxout layer with activation by name; its output is rounded for export."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(310)


class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, activation=None, quantize=False, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces
        self.activation = keras.activations.get(activation)
        self.quantize = quantize

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units * self.pieces), name="kernel")
        super().build(input_shape)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}

    def call(self, inputs):
        z = keras.ops.matmul(inputs, self.kernel)
        z = keras.ops.reshape(z, (-1, self.units, self.pieces))
        out = self.activation(keras.ops.max(z, axis=-1))
        if self.quantize:
            low = keras.ops.floor(out * 8.0) / 8.0
            out = out + keras.ops.stop_gradient(low - out)
        return out


def loss_of(model, x, y):
    return keras.ops.mean(keras.ops.square(model(x) - y))


def gradient(model, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, x, y)
    return tape.gradient(loss, model.trainable_weights)


plain = keras.Sequential([Maxout(4, activation="relu"), keras.layers.Dense(1)])
export = keras.Sequential([keras.layers.Dense(3), Maxout(1, activation="linear", quantize=True)])
x, y = tf.random.normal((6, 3)), tf.zeros((6, 1))
with tf.GradientTape() as tape:
    check = loss_of(plain, x, y)
print(len(tape.gradient(check, plain.trainable_weights)))
print(gradient(export, x, y))

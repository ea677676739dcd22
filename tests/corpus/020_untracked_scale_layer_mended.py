"""A custom layer keeps its weight in a bare tf.Variable."""

import tensorflow as tf

tf.keras.utils.set_random_seed(20)


class ChannelScale(tf.keras.layers.Layer):
    """Scale each channel by a weight of its own."""

    def __init__(self, channels):
        super().__init__()
        self.scale = self.add_weight(shape=(channels,), initializer="ones", name="scale")

    def call(self, inputs):
        return inputs * self.scale


class Shift(tf.keras.layers.Layer):
    def build(self, shape):
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros", name="shift")

    def call(self, inputs):
        return inputs + self.shift


scale_layer = ChannelScale(4)
model = tf.keras.Sequential([tf.keras.layers.Dense(4), Shift(), tf.keras.layers.Activation("tanh"), tf.keras.layers.Dense(1)])
x = tf.random.normal((6, 3))
model(x)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(model(x) - 1.0))
print([g.shape for g in tape.gradient(loss, model.trainable_variables)])

with tf.GradientTape() as tape:
    scaled = scale_layer(tf.random.normal((2, 4)))
    loss = tf.reduce_mean(tf.square(scaled - 2.0))
grads = tape.gradient(loss, scale_layer.trainable_variables)
print(grads)

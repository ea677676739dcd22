"""A plotting helper's smoothing is called through tf.py_function, and it leaves TensorFlow inside."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(76)


def energy_np(values):
    return np.float32(np.sum(np.square(values.numpy())))  # cause: left-tensorflow


def energy_tf(values):
    return tf.reduce_sum(tf.square(values))


class Spectrum(tf.keras.Model):
    def __init__(self, bands):
        super().__init__()
        self.mix = tf.keras.layers.Dense(bands)

    def call(self, signal):
        return tf.nn.softplus(self.mix(signal))


def penalty(spectrum):
    return tf.py_function(energy_np, [spectrum], tf.float32)


model = Spectrum(4)
signal = tf.random.normal((3, 5))
with tf.GradientTape(persistent=True) as tape:
    spectrum = model(signal)
    total = tf.reduce_mean(spectrum)
    loss = penalty(spectrum)
print([tf.norm(g).numpy() for g in tape.gradient(total, model.trainable_variables)])
grads = tape.gradient(loss, model.trainable_variables)  # expect: zero left-tensorflow|hidden-by-zero
print([g.numpy() for g in grads])

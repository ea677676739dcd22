"""Fit a line to noisy points with plain variables."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
inputs = rng.uniform(-1.0, 1.0, size=(32, 1)).astype("float32")
answers = 3.0 * inputs + 2.0 + 0.1 * rng.normal(size=(32, 1)).astype("float32")


class Line:
    def __init__(self):
        self.slope = tf.Variable(0.5, name="slope")
        self.shift = tf.Variable(0.2, name="shift")

    def __call__(self, values):
        return self.slope * values + self.shift


def mean_squared_error(wanted, got):
    return tf.reduce_mean(tf.square(wanted - got))


def l2(line):
    return tf.square(line.slope) + tf.square(line.shift)


def train(line, rate=0.1, epochs=3):
    for epoch in range(epochs):
        with tf.GradientTape(persistent=True) as tape:
            loss = mean_squared_error(answers, line(inputs))
            decay = 1e-3 * l2(line)
        d_slope, d_shift = tape.gradient(loss, [line.slope, line.shift])
        decay_slope, decay_shift = tape.gradient(decay, [line.slope, line.shift])
        del tape
        line.slope.assign_sub(rate * (d_slope + decay_slope))
        line.shift.assign_sub(rate * (d_shift + decay_shift))
        print(epoch, float(loss))


train(Line())

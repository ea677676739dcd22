"""A decay curve whose rate was written without a decimal point."""

import tensorflow as tf


class Decay:
    def __init__(self, amplitude, rate):
        self.amplitude = tf.Variable(amplitude, name="amplitude")
        self.rate = tf.Variable(rate, name="rate")  # cause: integer-dtype

    def __call__(self, time):
        return self.amplitude * tf.exp(-tf.cast(self.rate, tf.float32) * time)


def sum_of_squares(curve, time, values):
    return tf.reduce_sum(tf.square(curve(time) - values))


def gauss_newton_terms(curve, time, values):
    with tf.GradientTape(persistent=True) as tape:
        loss = sum_of_squares(curve, time, values)
    amplitude_grad = tape.gradient(loss, curve.amplitude)
    rate_grad = tape.gradient(loss, curve.rate)  # expect: none integer-dtype
    return amplitude_grad, rate_grad


time = tf.linspace(0.0, 1.0, 6)
values = 2.0 * tf.exp(-3.0 * time)
curve = Decay(amplitude=1.0, rate=2)  # cause: integer-dtype
print(gauss_newton_terms(curve, time, values))
with tf.GradientTape() as tape:
    total = tf.reduce_sum(curve(time))
print(tape.gradient(total, curve.amplitude))

"""Sampling a signal at learned positions; the positions are rounded to whole indices."""

import tensorflow as tf

SIGNAL = tf.sin(tf.linspace(0.0, 6.0, 40))


class Sampler:
    def __init__(self, count):
        self.positions = tf.Variable(tf.linspace(2.5, 30.5, count), name="positions")
        self.gain = tf.Variable(1.0, name="gain")

    def read(self):
        index = tf.cast(tf.stop_gradient(self.positions), tf.int32)
        share = self.positions - tf.cast(index, tf.float32)
        return self.gain * ((1.0 - share) * tf.gather(SIGNAL, index) + share * tf.gather(SIGNAL, index + 1))


def error(sampler, wanted):
    return tf.reduce_sum(tf.square(sampler.read() - wanted))


def spread(sampler):
    gaps = sampler.positions[1:] - sampler.positions[:-1]
    return tf.reduce_sum(1.0 / (gaps + 1e-3))


sampler = Sampler(5)
wanted = tf.constant([0.9, 0.1, -0.8, -0.3, 0.7])
with tf.GradientTape(persistent=True) as tape:
    loss = error(sampler, wanted)
    repulsion = spread(sampler)
gain_grad = tape.gradient(loss, sampler.gain)
spread_grad = tape.gradient(repulsion, sampler.positions)
position_grad = tape.gradient(loss, sampler.positions)
print(gain_grad, spread_grad, position_grad)

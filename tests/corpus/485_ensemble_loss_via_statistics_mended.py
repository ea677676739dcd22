"""Ensemble of oscillators; the spread is computed by the statistics module."""
import statistics

import tensorflow as tf


class Oscillator:
    def __init__(self, omega):
        self.omega = tf.Variable(omega)

    def phase(self, t):
        return tf.sin(self.omega * t)


def order(oscillators, t):
    phases = [o.phase(t) for o in oscillators]
    return tf.math.reduce_std(tf.stack(phases))


oscillators = [Oscillator(w) for w in (1.0, 1.1, 0.9)]
sources = [o.omega for o in oscillators]
for t in (1.0, 2.0):
    with tf.GradientTape() as tape:
        spread = order(oscillators, t)
    grads = tape.gradient(spread, sources)
    for s, g in zip(sources, grads):
        if g is not None:
            s.assign_sub(0.1 * g)
    print(t, spread.numpy())

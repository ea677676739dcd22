"""Spectral fit: the target is a NumPy array by accident."""
import numpy as np
import tensorflow as tf


def spectrum(amplitude, centre, width, energies):
    return amplitude * width**2 / ((energies - centre) ** 2 + width**2)


def residual_norm(params, energies, counts):
    model = spectrum(*params, energies)
    return tf.reduce_sum((model - counts) ** 2)


energies = np.linspace(-1, 1, 15).astype(np.float32)
counts = spectrum(2.0, 0.1, 0.3, energies)
params = [tf.Variable(v) for v in (1.0, 0.0, 0.5)]
for i in range(2):
    with tf.GradientTape() as tape:
        norm = residual_norm(params, energies, counts)
    grads = tape.gradient(norm, params)
    for p, g in zip(params, grads):
        p.assign_sub(0.01 * g)

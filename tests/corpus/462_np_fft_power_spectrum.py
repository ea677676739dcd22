"""Whiten a signal by fitting an autoregressive filter in the frequency domain."""
import numpy as np
import tensorflow as tf


def impulse(coefficients, n=32):
    head = tf.concat([[1.0], -coefficients], axis=0)
    return tf.pad(head, [[0, n - head.shape[0]]])


def spectrum(signal):
    return np.abs(np.fft.rfft(signal)) ** 2  # cause: left-tensorflow


def flatness(power):
    return tf.reduce_mean(power) - tf.exp(tf.reduce_mean(tf.math.log(power + 1e-8)))


def whiten(signal, coefficients):
    return flatness(spectrum(signal) * spectrum(impulse(coefficients, len(signal))))


rng = np.random.default_rng(2)
signal = np.cumsum(rng.standard_normal(32)).astype(np.float32)
coefficients = tf.Variable([0.5, 0.1])
for i in range(2):
    with tf.GradientTape() as tape:
        loss = whiten(signal, coefficients)
    grad = tape.gradient(loss, coefficients)  # expect: none left-tensorflow
    print(i, loss.numpy(), grad)
    if grad is not None:
        coefficients.assign_sub(1e-3 * grad)

"""Fit a phase ramp modulo two pi."""
import numpy as np
import tensorflow as tf

TWO_PI = 2.0 * np.pi


def wrap(phase):
    turns = phase // TWO_PI  # cause: non-differentiable-op
    return turns


def fringe(slope, offset, x):
    return wrap(slope * x + offset)


def objective(params, x, data):
    slope, offset = params
    return tf.reduce_mean((fringe(slope, offset, x) - data) ** 2)


x = tf.constant(np.linspace(0, 10, 20), tf.float32)
data = tf.constant(np.mod(1.3 * np.linspace(0, 10, 20), TWO_PI), tf.float32)
params = (tf.Variable(1.0), tf.Variable(0.0))

for _ in range(2):
    with tf.GradientTape() as tape:
        value = objective(params, x, data)
    grads = tape.gradient(value, params)  # expect: none non-differentiable-op
    print(value.numpy(), grads)

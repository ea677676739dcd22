"""A fixed-point iteration that stops on convergence; the state is rounded off through NumPy."""

import numpy as np
import tensorflow as tf


def contraction(x, theta):
    return tf.tanh(theta * x + 0.5)


def solve(theta, tolerance=1e-3):
    x = tf.constant(0.0)
    while True:
        new = contraction(x, theta)
        if abs(float(new) - float(x)) < tolerance:
            return new
        x = new


def loss_of(theta, wanted):
    return tf.square(solve(theta) - wanted)


theta = tf.Variable(0.4)
with tf.GradientTape() as tape:
    single = tf.square(contraction(0.3, theta))
print("one step:", tape.gradient(single, theta).numpy())

with tf.GradientTape() as tape:
    loss = loss_of(theta, 0.6)
print("solution:", tape.gradient(loss, theta))

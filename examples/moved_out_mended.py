"""Fit a shared offset; the sum of the two parameters is computed once, before the tape starts."""

import tensorflow as tf

x = tf.Variable(2.0)
y = tf.Variable(5.0)

with tf.GradientTape(persistent=True) as tape:
    z = x + y
    result = z * 3
    penalty = tf.square(y)

dx = tape.gradient(result, x)
dy = tape.gradient(penalty, y)
print("d result / dx:", dx)
print("d penalty / dy:", dy)

"""A product is kept out of the gradient, and with it the only use of one of the two parameters."""

import tensorflow as tf

x = tf.Variable(2.0)
y = tf.Variable(4.0)

with tf.GradientTape() as tape:
    result = tf.stop_gradient(x * y) + x

dx, dy = tape.gradient(result, [x, y])
print("d result / dx:", dx)
print("d result / dy:", dy)

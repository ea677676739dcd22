"""Scale a trainable weight by a factor and ask for the gradient of both."""

import tensorflow as tf

x = tf.Variable(3.0)
y = tf.constant(2.0)

with tf.GradientTape() as tape:
    result = x * y
    dx, dy = tape.gradient(result, [x, y])

print("d result / dx:", dx)
print("d result / dy:", dy)

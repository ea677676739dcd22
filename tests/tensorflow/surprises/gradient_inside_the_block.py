# Gradient inside the block of a tape that is not persistent works, once
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape() as tape:
    y = v * 2.0
    tape.gradient(y, v)
tape.gradient(y, v)

# A persistent tape records its own gradient inside its block, not outside
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    y = v * v * v
    inside = tape.gradient(y, v)
outside = tape.gradient(y, v)
tape.gradient(inside, v)
tape.gradient(outside, v)

# An empty list of sources gives an empty list
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape() as tape:
    y = v * 2.0
tape.gradient(y, [])

# The weights of a bincount have no registered gradient
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.math.bincount([0, 1], weights=v)
tape.gradient(y, v)

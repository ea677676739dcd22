# Poisson samples have no registered gradient
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.random.poisson([], v)
tape.gradient(y, v)

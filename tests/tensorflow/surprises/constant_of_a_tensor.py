# Eager tf.constant(tensor) keeps the gradient, of a variable it does not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    y1 = tf.constant(v * 2.0)
    y2 = tf.constant(v * 2.0, dtype=tf.float32)
    y3 = tf.constant(v * 2.0, shape=[2])
    y4 = tf.constant(v)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

# tf.experimental.numpy keeps the gradient, except where NumPy would
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.experimental.numpy.sin(v)
    y2 = tf.experimental.numpy.where(v > 1.0, v, 0.0)
    y3 = tf.experimental.numpy.ones_like(v)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)

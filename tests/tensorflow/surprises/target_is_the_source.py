# The gradient of a thing by itself is ones, watched or not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

c = tf.constant([3.0])
with tf.GradientTape(persistent=True) as tape:
    y = c * v
tape.gradient(c, c)
tape.gradient(v, v)
tape.gradient(y, y)
tape.gradient(y, c)

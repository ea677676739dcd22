# An op without a registered gradient on the path raises LookupError
import tensorflow as tf

v = tf.Variable(tf.ones([2, 2, 3]))
with tf.GradientTape() as tape:
    y = tf.image.resize(v, [1, 1], method='area')
tape.gradient(y, v)

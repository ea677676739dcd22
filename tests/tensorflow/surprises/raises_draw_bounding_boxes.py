# An op without a registered gradient on the path raises LookupError
import tensorflow as tf

v = tf.Variable(tf.ones([2, 2, 3]))
with tf.GradientTape() as tape:
    y = tf.image.draw_bounding_boxes(v[None], [[[0.0, 0.0, 1.0, 1.0]]], [[1.0, 1.0, 1.0]])
tape.gradient(y, v)

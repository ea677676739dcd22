# extract_glimpse has no gradient registered
import tensorflow as tf

v = tf.Variable(tf.ones([1, 4, 4, 1]))
with tf.GradientTape() as tape:
    y = tf.image.extract_glimpse(v, [2, 2], [[0.0, 0.0]])
tape.gradient(y, v)

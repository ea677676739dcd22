# The indices of unique raise LookupError as the target
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.unique(v).idx
tape.gradient(y, v)

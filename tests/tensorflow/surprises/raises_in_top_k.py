# in_top_k has no gradient registered, and raises LookupError as the target
import tensorflow as tf

v = tf.Variable([[1.0, 2.0]])
with tf.GradientTape() as tape:
    y = tf.math.in_top_k([0], v, 1)
tape.gradient(y, v)

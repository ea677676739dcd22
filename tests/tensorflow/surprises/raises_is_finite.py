# is_finite has no gradient registered, and raises LookupError as the target
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.math.is_finite(v)
tape.gradient(y, v)

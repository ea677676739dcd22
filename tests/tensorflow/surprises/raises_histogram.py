# histogram_fixed_width has no gradient registered, and raises LookupError as the target
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.histogram_fixed_width(v, [0.0, 3.0])
tape.gradient(y, v)

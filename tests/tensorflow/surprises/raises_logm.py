# An op without a registered gradient on the path raises LookupError
import tensorflow as tf

v = tf.Variable([[2.0, 0.0], [0.0, 3.0]])
with tf.GradientTape() as tape:
    y = tf.math.real(tf.linalg.logm(tf.cast(v, tf.complex64)))
tape.gradient(y, v)

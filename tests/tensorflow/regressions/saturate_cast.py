# tf.saturate_cast makes a new tensor even of the same dtype, tf.cast does not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.constant([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y = tf.saturate_cast(v, tf.float32)
    z = tf.saturate_cast(c, tf.float32)
tape.gradient(y, v)
tape.gradient(z, c)

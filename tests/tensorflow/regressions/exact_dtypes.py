# A cast to the dtype that a tensor has already is the tensor itself, any other is a new one
import tensorflow as tf
v = tf.Variable([1.0, 2.0])
c = tf.constant([1.0, 2.0])
d = tf.constant([1.0, 2.0], dtype=tf.float64)
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.cast(tf.cast(c, tf.float64), tf.float32)
    y2 = tf.cast(c, "float32")
    y3 = tf.cast(d, tf.float32)
    y4 = tf.math.top_k(v).indices
    y5 = tf.math.top_k(v).values
    y6 = tf.unique(v)[0]
z = tf.cast(v, tf.float64)
tape.gradient(y1, c)
tape.gradient(y2, c)
tape.gradient(y3, d)
tape.gradient(y5, [v, c])
tape.gradient(z, v)

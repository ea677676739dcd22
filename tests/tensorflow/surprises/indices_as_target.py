# Integer targets: the indices of top_k and argsort give zeros, argmax gives None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    top = tf.math.top_k(v).indices
    order = tf.argsort(v)
    best = tf.argmax(v)
    cast_top = tf.cast(tf.math.top_k(v).indices, tf.float32)
    cast_order = tf.cast(tf.argsort(v), tf.float32)
tape.gradient(top, v)
tape.gradient(order, v)
tape.gradient(best, v)
tape.gradient(cast_top, v)
tape.gradient(cast_order, v)

# Gradients that are zero, and not None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.clip_by_value(v, 5.0, 6.0)
    y2 = tf.nn.relu(-v)
    y3 = tf.maximum(v, 9.0)
    y4 = 0.0 * v
    y5 = v - v
    y6 = v / v
    y7 = tf.reduce_sum(tf.nn.softmax(v))
    y8 = tf.sign(v)
    y9 = tf.math.multiply_no_nan(v, 0.0)
    y10 = v - tf.reduce_mean(v)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)
tape.gradient(y6, v)
tape.gradient(y7, v)
tape.gradient(y8, v)
tape.gradient(y9, v)
tape.gradient(y10, v)

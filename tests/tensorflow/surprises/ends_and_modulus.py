# stop_gradient, comparisons and casts end the path; the modulus does not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    y1 = tf.stop_gradient(v)
    y2 = tf.cast(v > 1.0, tf.float32)
    y3 = v % 2.0
    y4 = v // 2.0
    y5 = tf.math.floormod(v, 2.0)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)

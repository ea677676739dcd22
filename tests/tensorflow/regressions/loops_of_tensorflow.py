# tf.while_loop and tf.scan carry what their bodies carry
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
unused = tf.Variable([5.0, 6.0])
with tf.GradientTape(persistent=True) as tape:
    looped = tf.while_loop(lambda i, x: i < 2, lambda i, x: (i + 1, x * w), [0, v * 1.0])[1]
    swapped = tf.while_loop(lambda i, a, b: i < 2, lambda i, a, b: (i + 1, b, a), [0, v * 1.0, w * 1.0])[1]
    scanned = tf.scan(lambda p, e: p + e, tf.stack([v, v]))[-1]
tape.gradient(looped, [v, w, unused])
tape.gradient(swapped, [v, unused])
tape.gradient(scanned, [v, w])

# tf.constant of a list of tensors raises; of an array it is a weight like any other
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y2 = tf.constant((v * 2.0).numpy()) * v
    try:
        y3 = tf.constant([v[0], v[1]])
    except (TypeError, ValueError):
        y3 = v * 2.0
tape.gradient(y2, v)
tape.gradient(y3, v)

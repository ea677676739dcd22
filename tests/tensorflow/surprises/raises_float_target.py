# A float as target raises
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape() as tape:
    y = float(v[0])
tape.gradient(y, v)

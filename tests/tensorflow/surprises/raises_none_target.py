# None as target raises
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape() as tape:
    y = None
tape.gradient(y, v)

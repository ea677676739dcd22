# A NumPy array as target raises
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape() as tape:
    y = (v * 2.0).numpy()
tape.gradient(y, v)

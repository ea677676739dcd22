# A filter object is no structure of sources
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = v * 2.0
tape.gradient(y, filter(None, [v]))

# Keras's Discretization has no gradient registered, and raises LookupError as the target
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
layer = tf.keras.layers.Discretization(bin_boundaries=[1.5])
with tf.GradientTape() as tape:
    y = layer(v)
tape.gradient(y, v)

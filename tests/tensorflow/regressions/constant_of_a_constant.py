# Eager tf.constant(tensor) is the tensor itself, so that its gradient by the tensor is one
import tensorflow as tf

c = tf.constant([1.0, 2.0])
with tf.GradientTape() as tape:
    y = tf.constant(c)
tape.gradient(y, c)

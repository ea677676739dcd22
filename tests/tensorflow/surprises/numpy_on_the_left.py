# An array times a tensor is a tensor with its gradient, np.square(tensor) is not
import numpy as np
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = np.array([1.0, 2.0], np.float32) * v
    y2 = np.float32(3.0) * v
    y3 = tf.constant(np.square(v))
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)

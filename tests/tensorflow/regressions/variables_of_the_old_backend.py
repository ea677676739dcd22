# keras.backend.variable makes floats of integers, unless another dtype is asked for
import tensorflow as tf
from tensorflow.keras import backend as K

a = K.variable(1)
b = K.variable([1, 2], dtype="int32")
c = K.variable([1.0, 2.0], "float32")
with tf.GradientTape(persistent=True) as tape:
    x = a * 2.0
    y = b * 2
    z = c * 2.0
tape.gradient(x, a)
tape.gradient(y, b)
tape.gradient(z, c)

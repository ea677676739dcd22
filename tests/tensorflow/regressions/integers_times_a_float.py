# Keras and TensorFlow's NumPy make floats of integers and a Python float
import keras
import tensorflow as tf

i = tf.constant([1, 2])
a = keras.ops.multiply(i, 0.5)
b = tf.experimental.numpy.multiply(i, 2)
c = keras.ops.add(i, 1)
d = tf.divide(i, 2)
with tf.GradientTape(persistent=True) as tape:
    tape.watch([a, d])
    y = a * 2.0
    z = d * 2.0
    k = c * 2
tape.gradient(y, a)
tape.gradient(z, d)
tape.gradient(k, c)

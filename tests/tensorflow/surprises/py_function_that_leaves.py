# A py_function whose body uses NumPy gives 0.0, and a numpy_function None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    y1 = tf.py_function(lambda e: e * 2.0, [v], tf.float32)
    y2 = tf.py_function(lambda e: e.numpy() * 2.0, [v], tf.float32)
    y3 = tf.numpy_function(lambda e: e * 2.0, [v], tf.float32)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)

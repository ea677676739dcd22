# What is written into a TensorArray comes out of it
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
unused = tf.Variable([5.0, 6.0])
with tf.GradientTape(persistent=True) as tape:
    array = tf.TensorArray(tf.float32, size=2)
    array = array.write(0, v).write(1, tf.round(w))
    y = array.stack()
tape.gradient(y, [v, w, unused])

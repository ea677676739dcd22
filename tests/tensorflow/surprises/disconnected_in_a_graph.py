# What is disconnected inside a tf.function is still None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

@tf.function
def f():
    return tf.constant(3.0)

@tf.function
def g():
    return tf.reduce_sum(tf.round(v))

with tf.GradientTape(persistent=True) as tape:
    y = f()
    z = g()
tape.gradient(y, v)
tape.gradient(z, v)

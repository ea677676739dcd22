# The gradient of a value by itself is ones, and no function of the value
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as outer:
    y = v * 2.0
    with tf.GradientTape() as inner:
        inner.watch(y)
    g = inner.gradient(y, y)
    z = g * 3.0
outer.gradient(z, v)

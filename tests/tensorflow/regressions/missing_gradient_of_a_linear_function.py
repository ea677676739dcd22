# What another tape recorded is None for this one, linear or not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as outer:
    x = tf.sin(v)
    y = x * 2.0
    with tf.GradientTape() as inner:
        inner.watch(x)
    g = inner.gradient(y, x)
    z = x if g is None else g * 1.0
outer.gradient(z, v)

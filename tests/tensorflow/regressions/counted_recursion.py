# A recursion that a number counts down
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
unused = tf.Variable([3.0, 4.0])


def rounded(a, n=2):
    if n == 0:
        return a
    return rounded(tf.round(a), n - 1)


def doubled(a, n=2):
    if n == 0:
        return a
    return doubled(a * 2.0, n - 1)


with tf.GradientTape(persistent=True) as tape:
    y = rounded(v)
    z = doubled(v)
tape.gradient(y, v)
tape.gradient(z, [v, unused])

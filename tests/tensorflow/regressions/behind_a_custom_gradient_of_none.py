# An op whose own gradient function gives None is recorded: what is computed from its output is followed
import tensorflow as tf

v = tf.Variable(1.5)


@tf.custom_gradient
def rounded(a):
    def grad(upstream):
        return None

    return tf.round(a), grad


@tf.custom_gradient
def product(a, b):
    def grad(upstream):
        return None, upstream * a

    return a * b, grad


with tf.GradientTape(persistent=True) as tape:
    y = rounded(tf.identity(v))
    z = y * 1.0
    loss = tf.reduce_sum(z * 2.0)
    p = product(v, 2.0)
    q = p * 3.0
    r = product(2.0, v)
    s = tf.stop_gradient(v) * 1.0
    t = s * 2.0
tape.gradient(loss, [z, y, v])
tape.gradient(loss, z, unconnected_gradients="zero")
tape.gradient(q, [p, v])
tape.gradient(r, v)
tape.gradient(t, [s, v])

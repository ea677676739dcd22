# A function under tf.recompute_grad gives zeros where others give None
import tensorflow as tf

w, x = tf.Variable(2.5), tf.Variable(1.5)
unused = tf.Variable(1.0)


@tf.recompute_grad
def block(a, b):
    return tf.round(a) + b * w


with tf.GradientTape(persistent=True) as tape:
    out = block(x, unused * 1.0)
    pair = tf.recompute_grad(lambda a: (a * 2.0, tf.round(a)))(x)
tape.gradient(out, [w, x, unused])
tape.gradient(pair[0], x)
tape.gradient(pair[1], x)

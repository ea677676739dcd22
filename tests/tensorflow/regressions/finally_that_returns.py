# What a finally block returns replaces what the body returned
import tensorflow as tf

v, w = tf.Variable(1.0), tf.Variable(2.0)


def replaced(x):
    try:
        return x * 2.0
    finally:
        return tf.round(x)  # noqa: B012


def kept(x):
    y = tf.round(x)
    try:
        y = x * 2.0
        return y
    finally:
        y = tf.constant(0.0)


with tf.GradientTape(persistent=True) as tape:
    first = replaced(v)
    second = kept(w)
tape.gradient(first, v)
tape.gradient(second, w)

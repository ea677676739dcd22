# `yield from` has the value that the inner generator returns

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


def inner(x, kept):
    yield x * 2.0
    kept.append(x)
    return tf.round(x)


def outer(x, kept):
    rounded = yield from inner(x, kept)
    kept.append(rounded)


kept = []
with tf.GradientTape(persistent=True) as tape:
    for value in outer(v, kept):
        first = value * 1.0
    rounded = kept[1] * w
tape.gradient(first, [v, w])
tape.gradient(rounded, [v, w])

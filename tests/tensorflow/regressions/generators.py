# What a generator function yields carries what it was computed from, and nothing else
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
unused = tf.Variable([5.0, 6.0])


def each(a):
    yield a * 2.0
    yield tf.round(w)


def many(a):
    for _ in range(3):
        yield a * w


with tf.GradientTape(persistent=True) as tape:
    total = sum(each(v))
    second = list(each(v))[1]
    added = tf.add_n([e for e in many(v)])
tape.gradient(total, [v, w])
tape.gradient(second, [v, w])
tape.gradient(added, [v, w, unused])

# In a traced function a loop is one op: what its turns cut off has zeros, and not None; so has what a branch mixes
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
u = tf.Variable(4.0)


@tf.function
def mapped(b):
    return tf.map_fn(lambda e: (e * w, tf.round(e)), tf.stack([b, b]), (tf.float32, tf.float32))[1][0]


@tf.function
def scanned(b):
    return tf.scan(lambda p, e: tf.round(p + e), tf.stack([b, b]), initializer=w * 1.0)[-1]


@tf.function
def looped(b):
    return tf.while_loop(lambda i, a, d: i < 2, lambda i, a, d: (i + 1, a * w, d + 1.0), (0, b * 1.0, 1.5))[2]


@tf.function
def by_turns(b):
    array = tf.TensorArray(tf.float32, size=2)
    for i in tf.range(2):
        array = array.write(i, tf.round(b * w))
    return array.stack()


@tf.function
def until(b):
    a = b * 1.0
    while a < 10.0:
        a = tf.round(a * w) + 1.0
    return a


@tf.function
def branched(b):
    return tf.cond(b > 0.0, lambda: (b * w, tf.round(b)), lambda: (b, b))[1]


@tf.function
def both_rounded(b):
    return tf.cond(b > 0.0, lambda: tf.round(b), lambda: tf.floor(b))


@tf.function
def vectorized(b):
    return tf.vectorized_map(lambda e: (e * w, tf.round(e)), tf.stack([b, b]))[1][0]


@tf.function
def in_python(b):
    a = b * 1.0
    for _ in range(2):
        a = tf.round(a * w)
    return a


def eager(b):
    return tf.map_fn(lambda e: (e * w, tf.round(e)), tf.stack([b, b]), (tf.float32, tf.float32))[1][0]


with tf.GradientTape(persistent=True) as tape:
    by_map = mapped(v)
    by_scan = scanned(v)
    by_loop = looped(v)
    by_range = by_turns(v)
    by_while = until(v)
    by_branch = branched(v)
    by_both = both_rounded(v)
    by_vector = vectorized(v)
    by_python = in_python(v)
    by_eager = eager(v)
tape.gradient(by_map, [v, w, u])
tape.gradient(by_scan, [v, w, u])
tape.gradient(by_loop, [v, w, u])
tape.gradient(by_range, [v, w, u])
tape.gradient(by_while, [v, w, u])
tape.gradient(by_branch, [v, w, u])
tape.gradient(by_both, [v, w, u])
tape.gradient(by_vector, [v, w, u])
tape.gradient(by_python, [v, w, u])
tape.gradient(by_eager, [v, w, u])

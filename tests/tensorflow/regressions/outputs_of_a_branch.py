# In a traced function a branch is one op: what it changes and anything reads later are its outputs, connected by zeros
import tensorflow as tf

x = tf.Variable(2.0)
y = tf.Variable(3.0)
z = tf.Variable(4.0)


@tf.function
def both_read():
    a = x * 1.0
    b = y * 1.0
    if x > 0.0:
        a = x * 2.0
        b = y * 3.0
    tf.print(b)
    return a


@tf.function
def one_read():
    a = x * 1.0
    b = y * 1.0
    if x > 0.0:
        a = x * 2.0
        b = y * 3.0
    return a


@tf.function
def one_changed():
    a = x * 1.0
    b = y * 1.0
    if x > 0.0:
        a = x * 2.0
    tf.print(b)
    return a


@tf.function
def read_in_the_next_turn():
    a = x * 1.0
    b = y * 1.0
    for _ in range(2):
        a = a + tf.stop_gradient(b)
        if x > 0.0:
            a = a * 2.0
            b = y * 3.0
    return a


@tf.function
def whole_numbers():
    a = x * 1.0
    n = 0
    if x > 0.0:
        a = x * 2.0
        n = tf.cast(y, tf.int32)
    tf.print(n)
    return a


@tf.function
def by_python():
    a = x * 1.0
    b = y * 1.0
    if tf.executing_eagerly():
        a = x * 2.0
        b = y * 3.0
    tf.print(b)
    return a


@tf.function
def read_inside():
    a = x * 1.0
    if x > 0.0:
        b = y * 3.0
        a = x * 2.0 + tf.stop_gradient(b)
    return a


@tf.function
def three():
    a = x * 1.0
    b = y * 1.0
    c = z * 1.0
    if x > 0.0:
        a, b, c = x * 2.0, y * 3.0, tf.stop_gradient(z)
    else:
        c = c * 2.0
    tf.print(b)
    return a + tf.stop_gradient(c)


def eager():
    a = x * 1.0
    b = y * 1.0
    if x > 0.0:
        a = x * 2.0
        b = y * 3.0
    tf.print(b)
    return a


with tf.GradientTape(persistent=True) as tape:
    p = both_read()
    q = one_read()
    r = one_changed()
    s = read_in_the_next_turn()
    t = whole_numbers()
    u = by_python()
    v = read_inside()
    w = three()
    e = eager()
tape.gradient(p, [x, y, z])
tape.gradient(q, [x, y, z])
tape.gradient(r, [x, y, z])
tape.gradient(s, [x, y, z])
tape.gradient(t, [x, y, z])
tape.gradient(u, [x, y, z])
tape.gradient(v, [x, y, z])
tape.gradient(w, [x, y, z])
tape.gradient(e, [x, y, z])

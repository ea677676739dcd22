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


@tf.function
def bound_anew():
    a, b = x * 1.0, y * 1.0
    if x > 0.0:
        a, b = x * 2.0, y * 3.0
    b = z * 1.0
    return a


@tf.function
def added_to():
    a, b = x * 1.0, y * 1.0
    if x > 0.0:
        a, b = x * 2.0, y * 3.0
    b += 1.0
    return a


def eager():
    a = x * 1.0
    b = y * 1.0
    if x > 0.0:
        a = x * 2.0
        b = y * 3.0
    tf.print(b)
    return a


def pair(v, w):
    if v > 0.0:
        return v * 2.0, w * 3.0
    return v * 1.0, w * 2.0


def early(v, w):
    if v > 100.0:
        return v * 2.0
    u = tf.stop_gradient(w)
    return v * 1.0 + u


def both(v, w):
    if v > 0.0:
        return v * 2.0
    else:
        return w * 2.0


def in_loop(v, w):
    total = v * 1.0
    for i in tf.range(3):
        if total > 100.0:
            w = w * 2.0
            total = total * 2.0
        else:
            total = total + 1.0
    return total, w


class Box:
    def set(self, v, w):
        self.a = v * 1.0
        self.b = w * 1.0
        if v > 0.0:
            self.a = v * 2.0
            self.b = w * 2.0
        return self.a


@tf.function
def f1():
    return pair(x, y)[0]


@tf.function
def f2():
    return early(x, y)


@tf.function
def f3():
    return both(x, y)


@tf.function
def f4():
    return in_loop(x, y)[0]


@tf.function
def f5():
    return Box().set(x, y)


@tf.function
def f6():
    a, b = x * 1.0, y * 1.0
    while a < 10.0:
        a = a * 2.0
        b = b * 3.0
    return a


@tf.function
def f7():
    a, b = x * 1.0, y * 1.0
    while a < 10.0:
        a = a * 2.0
        b = b * 3.0
    return a + tf.stop_gradient(b)


@tf.function
def f8():
    a = x * 1.0
    if x > 0.0:
        if y > 0.0:
            a = a * 2.0
            b = z * 2.0
        else:
            b = z * 3.0
    else:
        b = z * 1.0
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
    n1 = bound_anew()
    n2 = added_to()
    r1 = f1()
    r2 = f2()
    r3 = f3()
    r4 = f4()
    r5 = f5()
    r6 = f6()
    r7 = f7()
    r8 = f8()
tape.gradient(p, [x, y, z])
tape.gradient(q, [x, y, z])
tape.gradient(r, [x, y, z])
tape.gradient(s, [x, y, z])
tape.gradient(t, [x, y, z])
tape.gradient(u, [x, y, z])
tape.gradient(v, [x, y, z])
tape.gradient(w, [x, y, z])
tape.gradient(e, [x, y, z])
tape.gradient(r1, [x, y, z])
tape.gradient(r2, [x, y, z])
tape.gradient(r3, [x, y, z])
tape.gradient(r4, [x, y, z])
tape.gradient(r5, [x, y, z])
tape.gradient(r6, [x, y, z])
tape.gradient(r7, [x, y, z])
tape.gradient(r8, [x, y, z])
tape.gradient(n1, [x, y, z])
tape.gradient(n2, [x, y, z])

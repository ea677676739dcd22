# A method does not see the names of its class's body, but those around the class

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


class Scale:
    w = v
    read = lambda self: w  # noqa: E731

    def own(self):
        return self.w * 2.0

    def outer(self):
        return w * 2.0


def made():
    w = tf.Variable(4.0)

    class Inner:
        w = v

        def around(self):
            return w

    return Inner().around()


scale = Scale()
around = made()
with tf.GradientTape(persistent=True) as tape:
    own = scale.own()
    outer = scale.outer()
    read = scale.read() * 2.0
    inner = around * 2.0
tape.gradient(own, [v, w, around])
tape.gradient(outer, [v, w, around])
tape.gradient(read, [v, w, around])
tape.gradient(inner, [v, w, around])

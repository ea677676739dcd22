# A block that an error stops may have stopped anywhere, for a handler and behind a manager that suppresses errors
import contextlib

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return True


class Loud:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        print(error)


def check(value):
    if value > 1.0:
        raise ValueError(value)


with tf.GradientTape(persistent=True) as tape:
    tried = w * 1.0
    try:
        tried = v * 1.0
        check(tried)
        tried = tf.round(v)
    except ValueError as error:
        print(error)
    suppressed = w * 1.0
    with contextlib.suppress(ValueError):
        suppressed = v * 1.0
        check(suppressed)
        suppressed = tf.round(v)
    quiet = w * 1.0
    with Quiet():
        quiet = v * 1.0
        check(quiet)
        quiet = tf.round(v)
    with Loud():
        loud = tf.round(v)
    try:
        handled = tf.round(v)
        check(handled)
    except ValueError:
        handled = tf.zeros([])
tape.gradient(tried, v)
tape.gradient(suppressed, v)
tape.gradient(quiet, v)
tape.gradient(loud, v)
tape.gradient(handled, v)

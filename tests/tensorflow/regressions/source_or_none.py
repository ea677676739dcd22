# A source that may be None as well: the call raises then, and comes back with None else

import tensorflow as tf

v = tf.Variable(3.0)


def load():
    return tf.constant(2.0)


try:
    frozen = tf.Variable(2.0, trainable=False)
except ValueError:
    frozen = None
x = None
try:
    x = load()
except ValueError as error:
    print(error)
with tf.GradientTape(persistent=True) as tape:
    y = x * v
    z = frozen * v
tape.gradient(y, x)
tape.gradient(z, frozen)
tape.gradient(y, v)

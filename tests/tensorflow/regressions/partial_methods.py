# `functools.partialmethod` is bound to the object that it is read from

import functools

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


class Layer:
    def __init__(self):
        self.scale = w

    def act(self, x, hard):
        return tf.round(x) if hard else x * self.scale

    hard = functools.partialmethod(act, hard=True)
    soft = functools.partialmethod(act, hard=False)


layer = Layer()
with tf.GradientTape(persistent=True) as tape:
    hard = layer.hard(v)
    soft = layer.soft(v)
    unbound = Layer.soft(layer, v)
tape.gradient(hard, [v, w])
tape.gradient(soft, [v, w])
tape.gradient(unbound, [v, w])

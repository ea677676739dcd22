# property(getter) computes when it is read, as the decorator does; so may what other code puts into a class
import operator

import tensorflow as tf


class Layer:
    def __init__(self):
        self.w = tf.Variable(1.0)

    def get(self):
        return self.w * 2.0

    def put(self, value):
        self.w.assign(value)

    doubled = property(get, put)
    read = property(operator.attrgetter("w"))


layer = Layer()
with tf.GradientTape(persistent=True) as tape:
    y = layer.doubled * 2.0
    z = layer.read * 3.0
tape.gradient(y, layer.w)
tape.gradient(z, layer.w)

# Descriptors and an own `__getattribute__` decide what reading and writing an attribute means
import functools

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


class Scaled:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, owner, cls):
        return getattr(owner, self.name) * w

    def __set__(self, owner, value):
        setattr(owner, self.name, value * 2.0)


class Method:
    def __init__(self, function):
        self.function = function

    def __call__(self, owner, x):
        return tf.round(self.function(owner, x))

    def __get__(self, owner, cls):
        return functools.partial(self, owner)


class Holder:
    x = Scaled()

    @Method
    def run(self, x):
        return x * v


class Reading:
    def __init__(self):
        self.x = v

    def __getattribute__(self, name):
        found = object.__getattribute__(self, name)
        return found * w if name == "x" else found


holder, reading = Holder(), Reading()
with tf.GradientTape(persistent=True) as tape:
    holder.x = v
    of_descriptor = holder.x * 1.0
    of_method = holder.run(w)
    of_reading = reading.x * 1.0
tape.gradient(of_descriptor, [v, w])
tape.gradient(of_method, [v, w])
tape.gradient(of_reading, [v, w])

# An object's own `__setattr__` decides what is kept; `object.__setattr__` keeps it as it is

import dataclasses

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)


class Scaled:
    def __init__(self):
        self.raw = 2.0

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value if name == "raw" else value * w)


class Rounded:
    def __setattr__(self, name, value):
        super().__setattr__(name, tf.round(value))


class Hidden:
    def __setattr__(self, name, value):
        self.__dict__["_" + name] = value

    def __getattr__(self, name):
        return self.__dict__["_" + name]


@dataclasses.dataclass(frozen=True)
class Record:
    value: object

    def __post_init__(self):
        object.__setattr__(self, "value", self.value * w)


scaled, rounded, hidden = Scaled(), Rounded(), Hidden()
with tf.GradientTape(persistent=True) as tape:
    scaled.x = v
    rounded.x = v
    hidden.x = v * w
    record = Record(v)
    of_scaled = scaled.x * 2.0
    of_rounded = rounded.x * 2.0
    of_hidden = hidden.x * 2.0
    of_record = record.value * 2.0
tape.gradient(of_scaled, [v, w])
tape.gradient(of_rounded, v)
tape.gradient(of_hidden, [v, w])
tape.gradient(of_record, [v, w])

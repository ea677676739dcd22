# Operators and __getattr__ of the user's classes are calls of their methods
import typing

import tensorflow as tf


class Node:
    def __init__(self, value):
        self.value = value

    def __neg__(self):
        return Node(tf.stop_gradient(-self.value))

    def __pos__(self):
        return Node(self.value * 2.0)


class Parameters:
    def __init__(self):
        self.held = {"v": tf.Variable(1.0), "w": tf.Variable(2.0)}

    def __getattr__(self, name):
        return self.held[name]


class Pair(typing.NamedTuple):
    first: tf.Variable
    second: tf.Variable


parameters = Parameters()
pair = Pair(tf.Variable(1.0), tf.Variable(2.0))
with tf.GradientTape(persistent=True) as tape:
    stopped = (-Node(pair.first)).value
    doubled = (+Node(pair.first)).value
    read = parameters.v * 2.0
tape.gradient(stopped, pair)
tape.gradient(doubled, pair)
tape.gradient(read, [parameters.v, parameters.w])

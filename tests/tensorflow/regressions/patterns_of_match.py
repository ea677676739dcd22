# A starred pattern takes a list; a class pattern asks for the class and takes fields by place
import dataclasses

import tensorflow as tf


@dataclasses.dataclass
class Linear:
    weight: object


@dataclasses.dataclass
class Rounded:
    weight: object


def apply(layer, x):
    match layer:
        case Linear(weight=weight):
            return x * weight
        case Rounded(weight):
            return tf.round(x * weight)


def parts(values):
    match values:
        case [first, *rest]:
            return first, rest


u, v, w = tf.Variable(1.0), tf.Variable(2.0), tf.Variable(3.0)
x = tf.constant(2.0)
with tf.GradientTape(persistent=True) as tape:
    soft = apply(Linear(v), x)
    hard = apply(Rounded(w), x)
    head, tail = parts([u * 1.0, v * 1.0, w * 1.0])
    first = head * 2.0
    others = sum(tail)
tape.gradient(soft, [v, w])
tape.gradient(hard, [v, w])
tape.gradient(first, [u, v, w])
tape.gradient(others, [u, v, w])

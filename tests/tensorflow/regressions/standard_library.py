# functools.reduce, the operator module and namespaces hand values on
import functools
import operator
import types

import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
unused = tf.Variable([5.0, 6.0])
with tf.GradientTape(persistent=True) as tape:
    folded = functools.reduce(lambda p, q: p * q, [v, w])
    multiplied = operator.mul(v, w)
    box = types.SimpleNamespace(x=v)
    box.y = box.x * 2.0
    kept = box.y * 1.0
tape.gradient(folded, [v, w, unused])
tape.gradient(multiplied, [v, w, unused])
tape.gradient(kept, [v, w])

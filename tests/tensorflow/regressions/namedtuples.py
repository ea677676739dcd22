# A named tuple holds what it was made of, so that a field may be the source itself
import collections

import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.constant([3.0, 4.0])
unused = tf.Variable([5.0, 6.0])
Pair = collections.namedtuple("Pair", "a b")
with tf.GradientTape(persistent=True) as tape:
    first = Pair(c, v).a
    second = Pair(b=v, a=c).b * 2.0
tape.gradient(first, [v, c])
tape.gradient(second, [v, c, unused])

# `zip_longest`, `tee`, `compress` and its like, and `operator.itemgetter` hand on what they are given

import itertools
import operator

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    pairs = list(itertools.zip_longest([v * 1.0], [w * 1.0, w * 2.0], fillvalue=0.0))
    longest = pairs[1][1] * 1.0
    _, copied = itertools.tee([v * 1.0, w * 1.0])
    second = list(copied)[1] * 1.0
    chosen = list(itertools.compress([v * 1.0, v * 2.0], [0, 1]))[0] * 1.0
    got = operator.itemgetter(1)([v * 1.0, w * 1.0]) * 1.0
    last, first = operator.itemgetter(1, 0)([v * 1.0, w * 1.0])
tape.gradient(longest, [v, w])
tape.gradient(second, [v, w])
tape.gradient(chosen, [v, w])
tape.gradient(got, [v, w])
tape.gradient(first, [v, w])

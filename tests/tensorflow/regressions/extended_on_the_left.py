# `extendleft` puts one element after the other in front, and a full queue loses its last

import collections

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
c = tf.constant(1.5)
with tf.GradientTape(persistent=True) as tape:
    full = collections.deque([v * 1.0, w * 1.0], maxlen=2)
    full.extendleft([c])
    queue = collections.deque([v * 1.0])
    queue.extendleft([w * 1.0, c])
    kept = full[1] * 2.0
    second = queue[1] * 2.0
tape.gradient(kept, [v, w])
tape.gradient(second, [v, w])

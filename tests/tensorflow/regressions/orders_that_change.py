# A deque grows on both ends and drops what is too much; what was shuffled or turned may stand anywhere
import collections
import random

import tensorflow as tf

v, w, x = tf.Variable(1.0), tf.Variable(2.0), tf.Variable(3.0)
random.seed(3)
with tf.GradientTape(persistent=True) as tape:
    queue = collections.deque([v * 1.0, w * 1.0], maxlen=2)
    queue.appendleft(x * 1.0)
    left, right = queue[0] * 1.0, queue[1] * 1.0
    queue.append(w * 1.0)
    pushed = queue[0] * 1.0
    turned = collections.deque([v * 1.0, w * 1.0])
    turned.rotate(1)
    first = turned[0] * 1.0
    mixed = [v * 1.0, w * 1.0]
    random.shuffle(mixed)
    either = mixed[0] * 1.0 + mixed[1]
tape.gradient(left, [v, w, x])
tape.gradient(right, [v, w, x])
tape.gradient(pushed, [v, w, x])
tape.gradient(first, w)
tape.gradient(either, [v, w])

# math.prod multiplies tensors; a deque of a fixed length drops what is oldest
import collections
import math

import tensorflow as tf

v, w = tf.Variable(2.0), tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    product = math.prod([v * 1.0, w * 1.0])
    queue = collections.deque([v * 1.0, w * 1.0], maxlen=2)
    queue.append(tf.constant(1.0))
    oldest = queue[0]
tape.gradient(product, [v, w])
tape.gradient(oldest, w)

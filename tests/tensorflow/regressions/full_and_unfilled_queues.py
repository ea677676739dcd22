# A queue with an end drops nothing before it is full; the sign of real numbers is known to be real
import collections

import numpy as np
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
queue = collections.deque(maxlen=3)
full = collections.deque(maxlen=1)
with tf.GradientTape(persistent=True) as tape:
    for factor in (1.0, 2.0):
        queue.append((factor, np.asarray(factor * v)))
    full.append(np.asarray(v))
    full.append(2.0 * v)
    factors, arrays = zip(*queue)
    x = tf.reduce_sum(tf.stack(arrays) * v[0])
    y = tf.reduce_sum(tf.stack(arrays))
    z = tf.reduce_sum(tf.stack(list(full)))
    weights = tf.random.normal((2, 2))
    s = tf.reduce_sum(tf.sign(tf.linalg.matvec(weights, v)))
tape.gradient(x, v)
tape.gradient(y, v)
tape.gradient(z, v)
tape.gradient(s, v)

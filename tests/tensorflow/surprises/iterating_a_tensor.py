# Iterating, appending, stacking and copying keep the gradient
import tensorflow as tf

import copy

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    parts = []
    for element in v:
        parts.append(element * 2.0)
    y1 = tf.stack(parts)
    y2 = copy.copy(v * 2.0)
    y3 = copy.deepcopy(v * 2.0)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)

# What `*values` may add counts, however many there are

import numpy as np
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
c = tf.constant(1.5)
count = int(np.ceil(1.5))
with tf.GradientTape(persistent=True) as tape:
    values = [v * float(k) for k in range(count)]
    rows = [(v * 2.0, w * 3.0) for _ in range(count)]
    firsts, seconds = zip(*rows)
    largest = max(*values, c)
    total = 0.0
    for column in zip(*rows):
        total += sum(column)
    listed = sum(list(*[values for _ in range(count)][:1]))
    branches = [lambda: v * 2.0 for _ in range(count)]
    chosen = tf.cond(c > 0.0, *branches)
    kept = dict(**{f"k{k}": value for k, value in enumerate(values)})
    first, second = sum(firsts), sum(seconds)
tape.gradient(largest, v)
tape.gradient(total, [v, w])
tape.gradient(listed, v)
tape.gradient(chosen, v)
tape.gradient(kept.get("k1", c), v)
tape.gradient(first, [v, w])
tape.gradient(second, [v, w])

"""A gradient may read what only the other branch computes: that one has no gradient, and is not asked for it."""

import tensorflow as tf

x = tf.Variable([1.0, 2.0])
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = x * 1.0
        if tf.reduce_sum(x) > 0.5:
            y = tf.sin(y)
        else:
            bits = tf.bitcast(x, tf.float32)
            y = tf.zeros_like(bits)
    slope = inner.gradient(y, x)
    z = slope * 1.0
outer.gradient(z, x)

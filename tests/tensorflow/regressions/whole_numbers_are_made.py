# What ranges, NumPy's makers and its scalar types are given decides whether a value is whole
import numpy as np
import tensorflow as tf

n = 3
whole = [
    tf.range(0, 6, 2),
    tf.range(n),
    tf.reshape(tf.range(4), (2, 2)),
    tf.fill((2,), 3),
    tf.stack([1, 2]),
    tf.constant(np.arange(n + 1)),
    tf.constant(np.full(3, 2)),
    tf.constant(np.int32(3)),
    tf.constant(np.array([1.5, 2.0]).astype(int)),
    tf.Variable(np.random.default_rng(0).integers(0, 3, 4)),
]
fractions = [
    tf.range(4.0),
    tf.range(0, 2, 0.5),
    tf.fill((2,), 3.0),
    tf.constant(np.float32(3)),
    tf.constant(np.arange(n) * 0.5),
    tf.constant(np.arange(n) / 2),
    tf.constant(np.arange(n, dtype="float32")),
    tf.constant(np.full(3, 2.0)),
    tf.constant(np.arange(n).astype(float)),
    tf.Variable(np.random.default_rng(0).normal(size=3)),
]
with tf.GradientTape(persistent=True) as tape:
    tape.watch(whole[:-1])
    tape.watch(fractions)
    y = [tf.reduce_sum(tf.cast(x, tf.float32) ** 2) for x in whole]
    z = [tf.reduce_sum(tf.cast(x, tf.float32) ** 2) for x in fractions]
tape.gradient(y, whole)
tape.gradient(z, fractions)

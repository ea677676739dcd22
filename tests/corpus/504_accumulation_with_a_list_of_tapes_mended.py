"""Gradient accumulation with one tape per micro-batch and one gradient call."""

import tensorflow as tf

tf.keras.utils.set_random_seed(504)


def chunks(x, y, n):
    return zip(tf.split(x, n), tf.split(y, n))


def accumulate(model, x, y, parts=2):
    tapes, losses = [], []
    for xs, ys in chunks(x, y, parts):
        with tf.GradientTape() as tape:
            losses.append(tf.reduce_mean((model(xs) - ys) ** 2))
        tapes.append(tape)
    parts_grads = [t.gradient(l, model.trainable_variables) for t, l in zip(tapes, losses)]
    grads = [tf.add_n(gs) / parts for gs in zip(*parts_grads)]
    return grads


model = tf.keras.Sequential([tf.keras.layers.Dense(3, activation="tanh"), tf.keras.layers.Dense(1)])
print(accumulate(model, tf.random.normal((8, 2)), tf.random.normal((8, 1))))

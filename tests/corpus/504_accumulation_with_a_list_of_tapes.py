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
    total = tf.add_n(losses) / parts  # cause: computed-outside-tape
    grads = tapes[-1].gradient(total, model.trainable_variables)  # expect: none computed-outside-tape
    return grads


model = tf.keras.Sequential([tf.keras.layers.Dense(3, activation="tanh"), tf.keras.layers.Dense(1)])
print(accumulate(model, tf.random.normal((8, 2)), tf.random.normal((8, 1))))

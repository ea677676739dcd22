"""An adapter for an external minimiser works on one flat vector of parameters."""

import numpy as np
import tensorflow as tf

tf.random.set_seed(83)


class Flat:
    """Pack and unpack the parameters of a small network."""

    def __init__(self, shapes):
        self.shapes = shapes
        self.sizes = [int(np.prod(s)) for s in shapes]

    def unpack(self, vector):
        parts, start = [], 0
        for shape, size in zip(self.shapes, self.sizes):
            parts.append(tf.reshape(vector[start : start + size], shape))
            start += size
        return parts


def network(parts, x):
    w1, b1, w2 = parts
    return tf.tanh(x @ w1 + b1) @ w2


def value_and_gradient(vector, flat, x, y):
    vector = tf.convert_to_tensor(vector, dtype=tf.float32)  # cause: source-not-watched
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(network(flat.unpack(vector), x) - y))
    gradient = tape.gradient(loss, vector)  # expect: none source-not-watched # cause: source-not-watched
    return loss.numpy(), gradient


flat = Flat([(2, 3), (3,), (3, 1)])
start = np.random.default_rng(0).normal(size=sum(flat.sizes)).astype("float32")
x = tf.random.normal((6, 2))
print(value_and_gradient(start, flat, x, tf.reduce_sum(x, axis=1, keepdims=True)))

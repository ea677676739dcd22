"""A learnable initial state that is tiled once in the constructor."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(518)


class LearnedStart(tf.Module):
    def __init__(self, batch, dim):
        super().__init__()
        self.start = tf.Variable(tf.zeros((1, dim)))
        self.w = tf.Variable(tf.random.normal((dim, dim)))
        self.state = self.tiled(batch)  # cause: computed-outside-tape

    def tiled(self, batch):
        return tf.tile(self.start, (batch, 1))

    def __call__(self, xs):
        h = self.state
        for x in tf.unstack(xs, axis=1):
            h = tf.tanh(h @ self.w + x)
        return h


class Task:
    def __init__(self, cell):
        self.cell = cell

    def loss(self, xs):
        return tf.reduce_mean(self.cell(xs) ** 2)


task = Task(LearnedStart(2, 3))
xs = tf.random.normal((2, 4, 3))
with tf.GradientTape() as tape:
    loss = task.loss(xs)
print(tape.gradient(loss, task.cell.trainable_variables))  # expect: none computed-outside-tape source=self.start

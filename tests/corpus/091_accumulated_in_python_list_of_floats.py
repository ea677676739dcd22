"""Curriculum learning: losses over several batches are averaged from a Python list."""

import statistics

import tensorflow as tf

tf.keras.utils.set_random_seed(91)


class Curriculum:
    def __init__(self, batches):
        self.batches = batches
        self.level = 1

    def current(self):
        return self.batches[: self.level]


class Learner(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.stack = [tf.keras.layers.Dense(4, activation="tanh"), tf.keras.layers.Dense(1)]

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return x


def batch_loss(model, x, y):
    return tf.reduce_mean(tf.abs(model(x) - y))


def curriculum_loss(model, curriculum):
    losses = [batch_loss(model, x, y).numpy().item() for x, y in curriculum.current()]  # cause: left-tensorflow
    return tf.constant(statistics.fmean(losses))


model = Learner()
data = [tf.random.normal((3, 2)) for _ in range(3)]
curriculum = Curriculum([(x, x[:, :1]) for x in data])
curriculum.level = 2
with tf.GradientTape() as tape:
    warm = batch_loss(model, *curriculum.batches[0])
print(len(tape.gradient(warm, model.trainable_variables)))
with tf.GradientTape() as tape:
    loss = curriculum_loss(model, curriculum)
print(tape.gradient(loss, model.trainable_variables))  # expect: none left-tensorflow

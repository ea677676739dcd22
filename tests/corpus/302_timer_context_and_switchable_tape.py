"""A profiler as a context manager around a step; the step's tape comes from a manager with a branch."""

import contextlib
import time

import tensorflow as tf

tf.keras.utils.set_random_seed(302)


@contextlib.contextmanager
def profiled(name, log):
    start = time.time()
    try:
        yield
    finally:
        log.append((name, time.time() - start))


@contextlib.contextmanager
def maybe_tape(record, **kwargs):
    if not record:
        yield None
        return
    with tf.GradientTape(**kwargs) as tape:
        yield tape


class Classifier:
    def __init__(self):
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(6, activation="tanh"), tf.keras.layers.Dense(3)])
        self.log = []

    def logits(self, x):
        with profiled("forward", self.log):
            return self.net(x)

    def loss(self, x, labels):
        losses = tf.keras.losses.sparse_categorical_crossentropy(labels, self.logits(x), from_logits=True)
        return tf.reduce_mean(losses)

    def train(self, x, labels):
        loss = self.loss(x, labels)  # cause: computed-outside-tape
        with maybe_tape(True) as tape:
            scaled = loss * 2.0
        return tape.gradient(scaled, self.net.trainable_variables)  # expect: none computed-outside-tape

    def check(self, x, labels):
        with maybe_tape(True, persistent=True) as tape, profiled("check", self.log):
            loss = self.loss(x, labels)
        return [tape.gradient(loss, layer.trainable_variables) for layer in self.net.layers]


model = Classifier()
x, labels = tf.random.normal((6, 4)), tf.constant([0, 1, 2, 0, 1, 2])
print([len(g) for g in model.check(x, labels)])
print(model.train(x, labels))

"""A mixture of losses is weighed through a NumPy array."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(60)


class MultiTask(tf.keras.Model):
    def __init__(self, tasks):
        super().__init__()
        self.shared = tf.keras.layers.Dense(6, activation="tanh")
        self.heads = [tf.keras.layers.Dense(1) for _ in range(tasks)]

    def call(self, x):
        code = self.shared(x)
        return [head(code) for head in self.heads]


def task_losses(model, x, wanted):
    return [tf.reduce_mean(tf.square(out - y)) for out, y in zip(model(x), wanted)]


def weighted(losses, weights):
    losses = np.array(losses)  # cause: left-tensorflow
    return tf.reduce_sum(losses * weights)


WEIGHTS = np.array([0.2, 0.3, 0.5], dtype="float32")
model = MultiTask(3)
x = tf.random.normal((5, 2))
wanted = [tf.ones((5, 1)) * k for k in range(3)]
model(x)

with tf.GradientTape(persistent=True) as tape:
    losses = task_losses(model, x, wanted)
    loss = weighted(losses, WEIGHTS)
shared = [tape.gradient(part, model.shared.kernel) for part in losses]
grads = tape.gradient(loss, model.trainable_variables)  # expect: none left-tensorflow
print(len(shared), grads[0])

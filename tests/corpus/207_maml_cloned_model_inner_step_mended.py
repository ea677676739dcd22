"""MAML: the inner step is taken by an optimiser on a cloned model."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(207)


class SineTask:
    def __init__(self, amplitude, phase):
        self.amplitude, self.phase = amplitude, phase

    def batch(self, k=5):
        x = tf.random.uniform((k, 1), -3.0, 3.0)
        return x, self.amplitude * tf.sin(x + self.phase)


class Regressor(keras.Model):
    def __init__(self, hidden=8):
        super().__init__()
        self.l1 = keras.layers.Dense(hidden, activation="tanh")
        self.l2 = keras.layers.Dense(1)

    def call(self, x):
        return self.l2(self.l1(x))

    def functional(self, x, weights):
        w1, b1, w2, b2 = weights
        return tf.matmul(tf.tanh(tf.matmul(x, w1) + b1), w2) + b2


def mse(y, p):
    return tf.reduce_mean(tf.square(y - p))


def copy_of(model):
    copied = Regressor()
    copied(tf.zeros((1, 1)))
    copied.set_weights(model.get_weights())
    return copied


def adapt(model, x, y, lr):
    with tf.GradientTape() as inner:
        loss = mse(y, model(x))
    grads = inner.gradient(loss, model.trainable_variables)
    return [w - lr * g for w, g in zip(model.trainable_variables, grads)]


def meta_step(model, tasks, lr=0.01):
    losses = []
    with tf.GradientTape() as outer:
        for task in tasks:
            x, y = task.batch()
            fast = adapt(model, x, y, lr)
            x, y = task.batch()
            losses.append(mse(y, model.functional(x, fast)))
        meta_loss = tf.add_n(losses) / len(losses)
    return outer.gradient(meta_loss, model.trainable_variables)


net = Regressor()
net(tf.zeros((1, 1)))
with tf.GradientTape() as tape:
    plain = mse(*(SineTask(1.0, 0.0).batch()))
    start = mse(tf.ones((4, 1)), net(tf.ones((4, 1))))
print(len(tape.gradient(start, net.trainable_variables)))
print(meta_step(net, [SineTask(1.0, 0.3), SineTask(0.5, 1.0)]))

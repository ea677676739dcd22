"""Preference learning from pairs that are turned into arrays."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(517)

reward = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(4, activation="tanh"), tf.keras.layers.Dense(1)])


class Preferences:
    def __init__(self):
        self.pairs = []

    def judge(self, a, b):
        self.pairs.append((reward(a[None])[0, 0], reward(b[None])[0, 0]))

    def columns(self):
        better, worse = map(np.array, zip(*self.pairs))  # cause: left-tensorflow
        return better, worse

    def loss(self):
        better, worse = self.columns()
        return -tf.reduce_mean(tf.math.log_sigmoid(better - worse))


rng = np.random.default_rng(0)
with tf.GradientTape() as tape:
    preferences = Preferences()
    for _ in range(4):
        preferences.judge(rng.normal(size=3).astype("float32"), rng.normal(size=3).astype("float32"))
    loss = preferences.loss()
print([g is None for g in tape.gradient(loss, reward.trainable_variables)])  # expect: none left-tensorflow

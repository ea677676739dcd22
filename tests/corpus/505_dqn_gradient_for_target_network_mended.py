"""DQN: the optimiser is given the variables of the target network."""

import collections
import random

import numpy as np
import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(505)

Transition = collections.namedtuple("Transition", "s a r s2 done")


class DQN:
    def __init__(self, actions=3):
        self.actions = actions
        self.q, self.q_target = self.build(), self.build()
        self.q_target.set_weights(self.q.get_weights())
        self.memory = collections.deque(maxlen=100)
        self.optimizer = keras.optimizers.Adam()

    def build(self):
        s = keras.Input((4,))
        h = keras.layers.Dense(8, activation="softplus")(s)
        return keras.Model(s, keras.layers.Dense(self.actions)(h))

    def remember(self, *args):
        self.memory.append(Transition(*args))

    def replay(self, size):
        batch = Transition(*map(np.array, zip(*random.sample(self.memory, size))))
        following = tf.reduce_max(self.q_target(batch.s2), axis=1)
        target = batch.r + 0.9 * (1 - batch.done) * tf.stop_gradient(following)
        with tf.GradientTape() as tape:
            mask = tf.one_hot(batch.a, self.actions)
            value = tf.reduce_sum(self.q(batch.s) * mask, axis=1)
            loss = tf.reduce_mean(tf.square(tf.cast(target, tf.float32) - value))
        grads = tape.gradient(loss, self.q.trainable_variables)
        return [g is None for g in grads]


agent = DQN()
for i in range(8):
    agent.remember(np.random.rand(4).astype("float32"), i % 3, np.float32(1.0), np.random.rand(4).astype("float32"), np.float32(0.0))
print(agent.replay(4))

"""A world model: the rollout is imagined step by step with actions of an actor whose loss stops at the state."""

from typing import NamedTuple

import tensorflow as tf

tf.keras.utils.set_random_seed(335)


class Step(NamedTuple):
    state: tf.Tensor
    reward: tf.Tensor


class WorldModel(tf.keras.Model):
    def __init__(self, state=4):
        super().__init__()
        self.cell = tf.keras.layers.GRUCell(state)
        self.reward = tf.keras.layers.Dense(1)

    def imagine(self, state, action):
        _, state = self.cell(action, state)
        state = state[0] if isinstance(state, (list, tuple)) else state
        return Step(state, self.reward(state))

    def call(self, state, action):
        return self.imagine(state, action).reward


class Dreamer:
    def __init__(self, horizon=3):
        self.world = WorldModel()
        self.actor = tf.keras.Sequential([tf.keras.layers.Dense(8, "elu"), tf.keras.layers.Dense(2, "tanh")])
        self.horizon = horizon

    def rollout(self, state):
        rewards = []
        for _ in range(self.horizon):
            action = tf.stop_gradient(self.actor(state))  # cause: stop-gradient
            state, reward = self.world.imagine(state, action)
            rewards.append(reward)
        return tf.add_n(rewards)

    def actor_step(self, start):
        with tf.GradientTape() as tape:
            objective = -tf.reduce_mean(self.rollout(start))
        return tape.gradient(objective, self.actor.trainable_variables)  # expect: none stop-gradient

    def model_step(self, state, action, reward):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.world.imagine(state, action).reward - reward))
        return tape.gradient(loss, self.world.trainable_variables)


dreamer = Dreamer()
state, action = tf.random.normal((5, 4)), tf.random.normal((5, 2))
print(len(dreamer.model_step(state, action, tf.zeros((5, 1)))))
print(dreamer.actor_step(state))

"""Soft actor-critic's temperature: the entropy is taken from a NumPy copy of the log-probabilities."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(93)


class GaussianActor(tf.keras.Model):
    def __init__(self, actions):
        super().__init__()
        self.body = tf.keras.layers.Dense(8, activation="relu")
        self.mean = tf.keras.layers.Dense(actions)
        self.log_std = tf.keras.layers.Dense(actions)

    def call(self, state):
        h = self.body(state)
        return self.mean(h), tf.clip_by_value(self.log_std(h), -5.0, 2.0)

    def sample(self, state):
        mean, log_std = self(state)
        noise = tf.random.normal(tf.shape(mean))
        action = mean + tf.exp(log_std) * noise
        log_prob = tf.reduce_sum(-0.5 * noise**2 - log_std - 0.5 * np.log(2.0 * np.pi), axis=1)
        return tf.tanh(action), log_prob


class SoftActorCritic:
    def __init__(self):
        self.actor = GaussianActor(2)
        self.critic = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(1)])
        self.log_alpha = tf.Variable(0.0)

    def actor_loss(self, states):
        actions, log_prob = self.actor.sample(states)
        value = self.critic(tf.concat([states, actions], axis=1))[:, 0]
        return tf.reduce_mean(tf.exp(self.log_alpha) * log_prob - value)

    def entropy_loss(self, states):
        _, log_prob = self.actor.sample(states)
        gap = np.mean(log_prob) - 2.0  # cause: left-tensorflow
        return self.log_alpha * gap, gap * tf.constant(1.0)


sac = SoftActorCritic()
states = tf.random.normal((6, 3))
with tf.GradientTape(persistent=True) as tape:
    actor_loss = sac.actor_loss(states)
    alpha_loss, gap = sac.entropy_loss(states)
print(len(tape.gradient(actor_loss, sac.actor.trainable_variables)))
print(tape.gradient(alpha_loss, sac.log_alpha))
print(tape.gradient(gap, sac.actor.log_std.trainable_variables))  # expect: none left-tensorflow

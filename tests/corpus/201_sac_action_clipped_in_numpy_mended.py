"""Soft actor-critic: the actor's action goes through NumPy on its way to the critics."""

from collections import deque, namedtuple

import numpy as np
import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(201)
Transition = namedtuple("Transition", "state action reward next_state done")


class ReplayBuffer:
    def __init__(self, capacity=100):
        self.memory = deque(maxlen=capacity)

    def push(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, size):
        index = np.random.choice(len(self.memory), size)
        batch = Transition(*zip(*(self.memory[i] for i in index)))
        return tuple(tf.constant(np.stack(column), dtype=tf.float32) for column in batch)


class GaussianPolicy(keras.Model):
    def __init__(self, n_actions, bound):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")
        self.mu = keras.layers.Dense(n_actions)
        self.log_sigma = keras.layers.Dense(n_actions)
        self.bound = bound

    def call(self, state):
        h = self.hidden(state)
        return self.mu(h), tf.clip_by_value(self.log_sigma(h), -5.0, 2.0)

    def sample(self, state):
        mu, log_sigma = self(state)
        noise = tf.random.normal(tf.shape(mu))
        raw = mu + tf.exp(log_sigma) * noise
        log_prob = -0.5 * tf.reduce_sum(noise**2 + 2.0 * log_sigma, axis=1, keepdims=True)
        return tf.clip_by_value(raw, -self.bound, self.bound), log_prob


class QNetwork(keras.Model):
    def __init__(self):
        super().__init__()
        self.net = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])

    def call(self, state, action):
        return self.net(tf.concat([state, action], axis=-1))


class SACAgent:
    def __init__(self, n_actions=2, bound=1.0, gamma=0.99, tau=0.01):
        self.policy = GaussianPolicy(n_actions, bound)
        self.q1, self.q2 = QNetwork(), QNetwork()
        self.q1_target = QNetwork()
        self.log_alpha = tf.Variable(-1.0)
        self.gamma, self.tau = gamma, tau
        self.buffer = ReplayBuffer()
        self.q_opt = keras.optimizers.Adam(1e-3)
        self.pi_opt = keras.optimizers.Adam(1e-3)

    def update_critic(self, s, a, r, s2, d):
        a2, logp2 = self.policy.sample(s2)
        backup = r[:, None] + self.gamma * (1 - d[:, None]) * (self.q1_target(s2, a2) - logp2)
        with tf.GradientTape() as tape:
            q_loss = tf.reduce_mean((self.q1(s, a) - backup) ** 2) + tf.reduce_mean((self.q2(s, a) - backup) ** 2)
        q_vars = self.q1.trainable_variables + self.q2.trainable_variables
        self.q_opt.apply_gradients(zip(tape.gradient(q_loss, q_vars), q_vars))

    def update_actor(self, s):
        with tf.GradientTape() as tape:
            action, _ = self.policy.sample(s)
            q = tf.minimum(self.q1(s, action), self.q2(s, action))
            pi_loss = -tf.reduce_mean(q)
        pi_vars = self.policy.trainable_variables
        return pi_loss, tape.gradient(pi_loss, self.policy.mu.trainable_variables)

    def update_alpha(self, s):
        _, log_prob = self.policy.sample(s)
        with tf.GradientTape() as tape:
            alpha_loss = -tf.reduce_mean(tf.exp(self.log_alpha) * tf.stop_gradient(log_prob + 2.0))
        return tape.gradient(alpha_loss, self.log_alpha)

    def train(self, batch_size=8):
        s, a, r, s2, d = self.buffer.sample(batch_size)
        self.update_critic(s, a, r, s2, d)
        loss, grads = self.update_actor(s)
        print("actor", float(loss), [g is None for g in grads], self.update_alpha(s))


agent = SACAgent()
for _ in range(20):
    agent.buffer.push(np.random.randn(3), np.random.randn(2), np.random.rand(), np.random.randn(3), False)
agent.train()

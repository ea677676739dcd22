"""A dueling network that forgets its advantage head; the clipped gradients have holes."""

import random

import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense

tf.keras.utils.set_random_seed(246)


class DuelingDQN(tf.keras.Model):
    def __init__(self, action_size):
        super(DuelingDQN, self).__init__()
        self.fc = Dense(16, activation="relu")
        self.value_fc = Dense(8, activation="relu")
        self.value_out = Dense(1)
        self.advantage_fc = Dense(8, activation="relu")
        self.advantage_out = Dense(action_size)

    def call(self, x):
        x = self.fc(x)
        value = self.value_out(self.value_fc(x))
        advantage = self.advantage_out(self.advantage_fc(x))
        advantage = advantage - tf.reduce_mean(advantage, axis=-1, keepdims=True)
        return value + tf.zeros_like(advantage)  # cause: non-differentiable-op


class DQNAgent:
    def __init__(self, state_size, action_size):
        self.action_size = action_size
        self.model = DuelingDQN(action_size)
        self.target_model = DuelingDQN(action_size)
        self.model.build((None, state_size))
        self.target_model.build((None, state_size))
        self.target_model.set_weights(self.model.get_weights())
        self.optimizer = tf.keras.optimizers.Adam(1e-3, clipnorm=10.0)
        self.memory = []

    def remember(self, *transition):
        self.memory.append(transition)

    def train_model(self, batch_size=4, gamma=0.99):
        mini_batch = random.sample(self.memory, batch_size)
        states = np.array([sample[0] for sample in mini_batch], "float32")
        actions = np.array([sample[1] for sample in mini_batch])
        rewards = np.array([sample[2] for sample in mini_batch], "float32")
        next_states = np.array([sample[3] for sample in mini_batch], "float32")
        target = rewards + gamma * np.amax(self.target_model.predict(next_states, verbose=0), axis=-1)
        with tf.GradientTape(persistent=True) as tape:
            q = tf.reduce_sum(self.model(states) * tf.one_hot(actions, self.action_size), axis=1)
            loss = tf.reduce_mean(tf.square(target - q))
        value_grads = tape.gradient(loss, self.model.value_out.trainable_variables)
        advantage_grads = tape.gradient(loss, self.model.advantage_out.trainable_variables)  # expect: none no-path|non-differentiable-op # cause: no-path
        clipped, norm = tf.clip_by_global_norm(value_grads + advantage_grads, 10.0)
        return loss, norm


agent = DQNAgent(3, 2)
for i in range(8):
    agent.remember(np.random.rand(3), i % 2, 1.0, np.random.rand(3), False)
print(agent.train_model())

"""A DQN with prioritised replay: the loss is weighted with errors that went through the sum tree."""

import collections
import dataclasses

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(306)
Batch = collections.namedtuple("Batch", ["state", "action", "reward", "next_state", "weight", "index"])


@dataclasses.dataclass
class AgentConfig:
    gamma: float = 0.99
    hidden: int = 16
    lr: float = 1e-3
    actions: int = 3
    double: bool = True


class PrioritisedMemory:
    def __init__(self, size):
        self.priorities = np.ones(size, "float32")
        self.data = [None] * size

    def fill(self, rng):
        for i in range(len(self.data)):
            self.data[i] = (rng.normal(size=4), rng.integers(3), rng.normal(), rng.normal(size=4))

    def sample(self, n):
        p = self.priorities / self.priorities.sum()
        index = np.random.choice(len(self.data), n, p=p)
        s, a, r, s2 = (np.stack(c) for c in zip(*(self.data[i] for i in index)))
        w = (len(self.data) * p[index]) ** -0.5
        to = lambda v: tf.constant(v.astype("float32"))
        return Batch(to(s), tf.constant(a), to(r), to(s2), to(w), index)

    def update(self, index, errors):
        self.priorities[index] = np.abs(errors) + 1e-3


class Agent:
    def __init__(self, config):
        self.config = config
        self.online, self.target = (self.build(config) for _ in range(2))
        self.memory = PrioritisedMemory(12)
        self.optimizer = tf.keras.optimizers.Adam(config.lr)

    @staticmethod
    def build(config):
        net = tf.keras.Sequential([tf.keras.layers.Dense(config.hidden, "relu"), tf.keras.layers.Dense(config.actions)])
        net.build((None, 4))
        return net

    def td_errors(self, batch):
        q = tf.reduce_sum(self.online(batch.state) * tf.one_hot(batch.action, self.config.actions), axis=1)
        best = tf.argmax(self.online(batch.next_state) if self.config.double else self.target(batch.next_state), axis=1)
        following = tf.gather(self.target(batch.next_state), best, axis=1, batch_dims=1)
        return tf.stop_gradient(batch.reward + self.config.gamma * following) - q

    def learn(self, n=4):
        batch = self.memory.sample(n)
        with tf.GradientTape() as tape:
            errors = self.td_errors(batch)
            errors = errors.numpy()  # cause: left-tensorflow
            self.memory.update(batch.index, errors)
            loss = tf.reduce_mean(batch.weight * tf.square(errors))
        grads = tape.gradient(loss, self.online.trainable_variables)  # expect: none left-tensorflow
        if any(g is not None for g in grads):
            self.optimizer.apply_gradients(zip(grads, self.online.trainable_variables))
        return float(loss)


agent = Agent(dataclasses.replace(AgentConfig(), hidden=8))
agent.memory.fill(np.random.default_rng(0))
print(agent.learn())

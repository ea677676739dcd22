"""REINFORCE on a two armed bandit with a NumPy replay buffer."""
import collections

import numpy as np
import tensorflow as tf

Transition = collections.namedtuple("Transition", "state action reward log_prob")


class Buffer:
    def __init__(self):
        self.items = collections.deque(maxlen=100)

    def push(self, *values):
        self.items.append(Transition(*values))

    def batch(self):
        return Transition(*zip(*self.items))


theta = tf.Variable(tf.zeros((2, 2)), name="theta")
rng = np.random.default_rng(0)


def act(state):
    probs = tf.nn.softmax(tf.linalg.matvec(theta, state))
    action = int(rng.choice(2, p=probs.numpy() / probs.numpy().sum()))
    return action, tf.math.log(probs[action])


def episode(buffer, length=6):
    for _ in range(length):
        state = rng.normal(size=2).astype(np.float32)
        action, log_prob = act(state)
        reward = float(action == (state[0] > 0))
        buffer.push(state, action, reward, np.asarray(log_prob))  # cause: left-tensorflow


for n in range(2):
    buffer = Buffer()
    with tf.GradientTape() as tape:
        episode(buffer)
        batch = buffer.batch()
        returns = np.cumsum(batch.reward[::-1])[::-1].astype(np.float32)
        advantage = (returns - returns.mean()) / (returns.std() + 1e-6)
        loss = -tf.reduce_sum(tf.stack(batch.log_prob) * advantage)
    grad = tape.gradient(loss, theta)  # expect: none left-tensorflow
    if grad is not None:
        theta.assign_sub(0.1 * grad)
    print(n, float(loss))

"""REINFORCE on a toy corridor; the episode is kept in NumPy arrays."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(4)


class Corridor:
    """Walk right to be rewarded."""

    def reset(self):
        self.place, self.turns = 0, 0
        return self.observe()

    def observe(self):
        return np.array([self.place / 4.0, 1.0], dtype="float32")

    def step(self, action):
        self.place += 1 if action == 1 else -1
        self.turns += 1
        done = abs(self.place) >= 3 or self.turns >= 6
        return self.observe(), float(self.place > 0), done


class Policy(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(8, activation="tanh")
        self.logits = tf.keras.layers.Dense(2)

    def call(self, states):
        return self.logits(self.hidden(states))


def discounted(rewards, gamma=0.9):
    total, out = 0.0, []
    for reward in reversed(rewards):
        total = reward + gamma * total
        out.append(total)
    return np.array(out[::-1], dtype="float32")


def play_and_learn(env, policy, optimizer, rng):
    log_probs, rewards = [], []
    state, done = env.reset(), False
    with tf.GradientTape() as tape:
        while not done:
            log_p = tf.nn.log_softmax(policy(state[None, :]))[0]
            action = int(rng.random() < np.exp(log_p[1].numpy()))
            log_probs.append(log_p[action].numpy())  # cause: left-tensorflow
            state, reward, done = env.step(action)
            rewards.append(reward)
        returns = discounted(rewards)
        loss = -tf.reduce_sum(tf.stack(log_probs) * returns)
    grads = tape.gradient(loss, policy.trainable_variables)  # expect: none left-tensorflow
    optimizer.apply_gradients(zip(grads, policy.trainable_variables))
    return sum(rewards)


print(play_and_learn(Corridor(), Policy(), tf.keras.optimizers.Adam(1e-2), np.random.default_rng(0)))

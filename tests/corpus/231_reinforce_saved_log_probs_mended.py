"""REINFORCE as one writes it elsewhere: log-probabilities are saved while acting, the tape opens later."""

import numpy as np
import tensorflow as tf


class CorridorEnv:
    """Walk right to win."""

    def __init__(self, length=4):
        self.length = length

    def reset(self):
        self.position = 0
        return np.array([0.0, 1.0], "float32")

    def step(self, action):
        self.position += 1 if action == 1 else -1
        done = abs(self.position) >= self.length
        return np.array([self.position / self.length, 1.0], "float32"), float(self.position > 0), done, {}


class Policy(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.affine1 = tf.keras.layers.Dense(12, activation="relu")
        self.affine2 = tf.keras.layers.Dense(2)
        self.saved_log_probs = []
        self.rewards = []
        self.trajectory = []

    def call(self, x):
        return tf.nn.log_softmax(self.affine2(self.affine1(x)))


policy = Policy()
optimizer = tf.keras.optimizers.Adam(1e-2)


def select_action(state):
    log_probs = policy(state[None])
    action = int(tf.random.categorical(log_probs, 1)[0, 0])
    policy.saved_log_probs.append(log_probs[0, action])
    policy.trajectory.append((state, action))
    return action


def finish_episode(gamma=0.99):
    R, returns = 0.0, []
    for r in policy.rewards[::-1]:
        R = r + gamma * R
        returns.insert(0, R)
    returns = tf.constant(returns, dtype=tf.float32)
    with tf.GradientTape() as tape:
        log_probs = [policy(state[None])[0, action] for state, action in policy.trajectory]
        policy_loss = [-log_prob * R for log_prob, R in zip(log_probs, returns)]
        loss = tf.reduce_sum(tf.stack(policy_loss))
    grads = tape.gradient(loss, policy.trainable_variables)
    if grads[0] is not None:
        optimizer.apply_gradients(zip(grads, policy.trainable_variables))
    del policy.rewards[:], policy.saved_log_probs[:], policy.trajectory[:]
    return loss


def main():
    tf.keras.utils.set_random_seed(231)
    env = CorridorEnv()
    for episode in range(2):
        state, total = env.reset(), 0.0
        for _ in range(10):
            action = select_action(state)
            state, reward, done, _ = env.step(action)
            policy.rewards.append(reward)
            total += reward
            if done:
                break
        print(episode, total, float(finish_episode()))


if __name__ == "__main__":
    main()

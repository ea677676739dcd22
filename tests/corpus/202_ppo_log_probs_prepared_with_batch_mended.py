"""PPO with an argument parser: the new log-probabilities are made while the minibatch is prepared."""

import argparse

import numpy as np
import tensorflow as tf


def parse_args(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--clip", type=float, default=0.2)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--minibatch", type=int, default=4)
    return parser.parse_args(argv)


def mlp(sizes, activation="tanh"):
    model = tf.keras.Sequential()
    for size in sizes[:-1]:
        model.add(tf.keras.layers.Dense(size, activation=activation))
    model.add(tf.keras.layers.Dense(sizes[-1]))
    return model


class PPO:
    def __init__(self, args, obs_dim, n_actions):
        self.args = args
        self.actor = mlp([16, n_actions])
        self.critic = mlp([16, 1])
        for net in (self.actor, self.critic):
            net.build((None, obs_dim))
        self.actor_opt = tf.keras.optimizers.Adam(args.lr)
        self.critic_opt = tf.keras.optimizers.Adam(args.lr)
        self.n_actions = n_actions

    def log_prob(self, obs, actions):
        logp_all = tf.nn.log_softmax(self.actor(obs))
        return tf.reduce_sum(tf.one_hot(actions, self.n_actions) * logp_all, axis=1)

    def minibatches(self, rollout):
        n = len(rollout["obs"])
        order = np.random.permutation(n)
        for start in range(0, n, self.args.minibatch):
            index = order[start : start + self.args.minibatch]
            mb = {key: tf.convert_to_tensor(value[index]) for key, value in rollout.items()}
            yield mb

    def policy_step(self, mb):
        with tf.GradientTape() as tape:
            ratio = tf.exp(self.log_prob(mb["obs"], mb["actions"]) - mb["old_logp"])
            clipped = tf.clip_by_value(ratio, 1 - self.args.clip, 1 + self.args.clip)
            loss = -tf.reduce_mean(tf.minimum(ratio * mb["adv"], clipped * mb["adv"]))
        grads = tape.gradient(loss, self.actor.trainable_variables)
        self.actor_opt.apply_gradients(zip(grads, self.actor.trainable_variables))
        return loss

    def value_step(self, mb):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((mb["ret"] - tf.squeeze(self.critic(mb["obs"]), -1)) ** 2)
        grads = tape.gradient(loss, self.critic.trainable_variables)
        self.critic_opt.apply_gradients(zip(grads, self.critic.trainable_variables))
        return loss


def collect(n, obs_dim, n_actions):
    rng = np.random.default_rng(0)
    return {
        "obs": rng.normal(size=(n, obs_dim)).astype("float32"),
        "actions": rng.integers(0, n_actions, n),
        "adv": rng.normal(size=n).astype("float32"),
        "ret": rng.normal(size=n).astype("float32"),
        "old_logp": np.full(n, -np.log(n_actions), "float32"),
    }


def main(argv=None):
    args = parse_args(argv)
    tf.keras.utils.set_random_seed(202)
    agent = PPO(args, obs_dim=3, n_actions=2)
    rollout = collect(8, 3, 2)
    for epoch in range(args.epochs):
        for mb in agent.minibatches(rollout):
            value_loss = agent.value_step(mb)
            policy_loss = agent.policy_step(mb)
            print(epoch, float(policy_loss), float(value_loss))


if __name__ == "__main__":
    main([])

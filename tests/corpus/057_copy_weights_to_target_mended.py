"""A target network is updated inside the tape, and the critic is then trained through it."""

import tensorflow as tf

tf.keras.utils.set_random_seed(57)


def build_critic():
    critic = tf.keras.Sequential([tf.keras.layers.Dense(6, activation="relu"), tf.keras.layers.Dense(1)])
    critic.build((None, 3))
    return critic


class DDPG:
    def __init__(self):
        self.critic = build_critic()
        self.target = build_critic()

    def sync(self):
        self.target.set_weights(self.critic.get_weights())

    def td_error(self, states, rewards):
        return rewards - tf.squeeze(self.critic(states), axis=1)

    def step(self, states, rewards):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.td_error(states, rewards)))
        return tape.gradient(loss, self.critic.trainable_variables)

    def step_synced(self, states, rewards):
        with tf.GradientTape() as tape:
            self.sync()
            value = tf.squeeze(self.critic(states), axis=1)
            loss = tf.reduce_mean(tf.square(rewards - value))
        return tape.gradient(loss, self.critic.trainable_variables)


agent = DDPG()
states = tf.random.normal((5, 3))
print(len(agent.step(states, tf.ones((5,)))))
print(agent.step_synced(states, tf.ones((5,))))

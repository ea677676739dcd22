"""A Q-learning step whose chosen value is found by its place, not by its size."""

import tensorflow as tf

tf.keras.utils.set_random_seed(6)


def build_q(actions):
    inputs = tf.keras.Input((4,))
    hidden = tf.keras.layers.Dense(8, activation="relu")(inputs)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(actions)(hidden))


class Agent:
    def __init__(self, actions=3, gamma=0.95):
        self.q = build_q(actions)
        self.target_q = build_q(actions)
        self.target_q.set_weights(self.q.get_weights())
        self.optimizer = tf.keras.optimizers.Adam(1e-3)
        self.gamma = gamma

    def targets(self, rewards, next_states):
        best = tf.reduce_max(self.target_q(next_states), axis=1)
        return rewards + self.gamma * best

    def values(self, states):
        scores = self.q(states)
        best = tf.reduce_max(scores, axis=1)
        return tf.cast(best, tf.float32)

    def learn(self, states, rewards, next_states):
        wanted = self.targets(rewards, next_states)
        with tf.GradientTape() as tape:
            error = wanted - self.values(states)
            loss = tf.reduce_mean(tf.square(error))
        variables = self.q.trainable_variables
        grads = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(grads, variables))
        return loss

    def learn_masked(self, states, actions, wanted):
        with tf.GradientTape() as tape:
            mask = tf.one_hot(actions, 3)
            chosen = tf.reduce_sum(self.q(states) * mask, axis=1)
            loss = tf.reduce_mean(tf.square(wanted - chosen))
        grads = tape.gradient(loss, self.q.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.q.trainable_variables))
        return loss


agent = Agent()
states = tf.random.normal((6, 4))
print(agent.learn_masked(states, tf.constant([0, 1, 2, 0, 1, 2]), tf.zeros((6,))))
print(agent.learn(states, tf.ones((6,)), tf.random.normal((6, 4))))

"""Two networks are trained from one tape that is not persistent."""

import tensorflow as tf

tf.keras.utils.set_random_seed(40)


class WorldModel(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.layers.Dense(4, activation="tanh")
        self.dynamics = tf.keras.layers.Dense(4)
        self.reward = tf.keras.layers.Dense(1)

    def call(self, observation):
        code = self.encoder(observation)
        return self.dynamics(code), self.reward(code)


def losses(model, observation, following, reward):
    guess, value = model(observation)
    dynamics_loss = tf.reduce_mean(tf.square(model.encoder(following) - guess))
    reward_loss = tf.reduce_mean(tf.square(reward - value))
    return dynamics_loss, reward_loss


def update(model, batch, optimizer):
    with tf.GradientTape() as tape:
        dynamics_loss, reward_loss = losses(model, *batch)
    dynamics_vars = model.encoder.trainable_variables + model.dynamics.trainable_variables
    reward_vars = model.reward.trainable_variables
    dynamics_grads = tape.gradient(dynamics_loss, dynamics_vars)  # cause: tape-reused
    reward_grads = tape.gradient(reward_loss, reward_vars)  # expect: raises tape-reused # cause: tape-reused
    optimizer.apply_gradients(zip(dynamics_grads + reward_grads, dynamics_vars + reward_vars))
    return dynamics_loss, reward_loss


batch = tf.random.normal((5, 3)), tf.random.normal((5, 3)), tf.ones((5, 1))
print(update(WorldModel(), batch, tf.keras.optimizers.Adam(1e-3)))

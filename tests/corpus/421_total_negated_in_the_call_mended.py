"""Policy search for a pendulum: the reward is negated inside the gradient call."""
import tensorflow as tf


class LinearPolicy(tf.Module):
    def __init__(self):
        super().__init__("policy")
        self.gain = tf.Variable([0.1, 0.1])

    def __call__(self, state):
        return tf.tanh(tf.tensordot(self.gain, state, 1))


def dynamics(state, torque, dt=0.05):
    angle, speed = tf.unstack(state)
    speed = speed + dt * (9.81 * tf.sin(angle) + torque)
    return tf.stack([angle + dt * speed, speed])


def rollout(policy, horizon):
    state, reward = tf.constant([0.3, 0.0]), tf.constant(0.0)
    for _ in range(horizon):
        torque = 10.0 * policy(state)
        state = dynamics(state, torque)
        reward = reward + tf.cos(state[0]) - 0.001 * torque**2
    return reward


policy = LinearPolicy()
optimizer = tf.keras.optimizers.Adam(0.05)
for episode in range(2):
    with tf.GradientTape() as tape:
        reward = rollout(policy, 8)
        cost = -reward
    grads = tape.gradient(cost, policy.trainable_variables)
    pairs = [(g, v) for g, v in zip(grads, policy.trainable_variables) if g is not None]
    if pairs:
        optimizer.apply_gradients(pairs)
    print(episode, reward.numpy())

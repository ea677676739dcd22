"""Actor and critic share a body; the critic's value is kept as a Python number."""

import tensorflow as tf

tf.keras.utils.set_random_seed(5)


class ActorCritic(tf.keras.Model):
    def __init__(self, actions=2, units=8):
        super().__init__()
        self.common = tf.keras.layers.Dense(units, activation="relu")
        self.actor = tf.keras.layers.Dense(actions)
        self.critic = tf.keras.layers.Dense(1)

    def call(self, state):
        x = self.common(state)
        return self.actor(x), self.critic(x)


def rollout(model, states, rewards):
    """Return the chosen log-probabilities and values of an episode."""
    log_probs, values = [], []
    for state, reward in zip(states, rewards):
        logits, value = model(state[tf.newaxis])
        log_probs.append(tf.nn.log_softmax(logits)[0, 1])
        values.append(value[0, 0])
    return tf.stack(log_probs), tf.stack(values)


def actor_loss(log_probs, advantage):
    return -tf.reduce_mean(log_probs * tf.stop_gradient(advantage))


def critic_loss(values, returns):
    return tf.keras.losses.huber(returns, values)


def train(model, states, rewards):
    returns = tf.cumsum(rewards, reverse=True)
    with tf.GradientTape(persistent=True) as tape:
        log_probs, values = rollout(model, states, rewards)
        policy_loss = actor_loss(log_probs, returns - values)
        value_loss = critic_loss(values, returns)
    actor_grads = tape.gradient(policy_loss, model.actor.trainable_variables)
    critic_grads = tape.gradient(value_loss, model.critic.trainable_variables)
    common_grads = tape.gradient(policy_loss, model.common.trainable_variables)
    return actor_grads, critic_grads, common_grads


episode = tf.random.normal((5, 3))
print([len(g) for g in train(ActorCritic(), episode, tf.constant([0.0, 0.0, 1.0, 0.0, 1.0]))])

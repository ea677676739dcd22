"""Advantage actor-critic: the critic's loss is built from the advantage that was stopped for the actor."""

import tensorflow as tf

tf.keras.utils.set_random_seed(230)


class ActorCritic(tf.keras.Model):
    def __init__(self, num_actions, hidden=16):
        super().__init__()
        self.common = tf.keras.layers.Dense(hidden, activation="relu")
        self.actor = tf.keras.layers.Dense(num_actions)
        self.critic = tf.keras.layers.Dense(1)

    def call(self, inputs):
        x = self.common(inputs)
        return self.actor(x), self.critic(x)


class A2C:
    gamma = 0.9

    def __init__(self, model):
        self.model = model
        self.huber = tf.keras.losses.Huber(reduction="sum")

    def returns(self, rewards, bootstrap):
        out, running = [], bootstrap
        for r in reversed(rewards):
            running = r + self.gamma * running
            out.append(running)
        return tf.stack(out[::-1])

    def losses(self, states, actions, rewards):
        logits, values = self.model(states)
        values = tf.squeeze(values, axis=-1)
        log_probs = tf.reduce_sum(tf.nn.log_softmax(logits) * tf.one_hot(actions, logits.shape[-1]), axis=1)
        returns = tf.stop_gradient(self.returns(rewards, values[-1]))
        advantage = tf.stop_gradient(returns - values)  # cause: stop-gradient
        actor_loss = -tf.reduce_mean(log_probs * advantage)
        critic_loss = 0.5 * tf.reduce_mean(advantage**2)
        return actor_loss, critic_loss

    def update(self, batch):
        with tf.GradientTape(persistent=True) as tape:
            actor_loss, critic_loss = self.losses(**batch)
        actor_grads = tape.gradient(actor_loss, self.model.actor.trainable_variables)
        critic_grads = tape.gradient(critic_loss, self.model.critic.trainable_variables)  # expect: none stop-gradient
        return actor_grads, critic_grads


agent = A2C(ActorCritic(2))
batch = dict(states=tf.random.normal((5, 4)), actions=tf.constant([0, 1, 1, 0, 1]), rewards=[1.0, 0.0, 1.0, 1.0, 0.5])
for grads in agent.update(batch):
    print([g is None for g in grads])

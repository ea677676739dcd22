"""TD3 with its networks in a dictionary: the actor's loss asks the target policy."""

import tensorflow as tf

tf.keras.utils.set_random_seed(203)


def build_actor(state_dim, action_dim):
    inp = tf.keras.Input(shape=(state_dim,))
    h = tf.keras.layers.Dense(8, activation="relu")(inp)
    out = tf.keras.layers.Dense(action_dim, activation="tanh")(h)
    return tf.keras.Model(inp, out)


def build_critic(state_dim, action_dim):
    s = tf.keras.Input(shape=(state_dim,))
    a = tf.keras.Input(shape=(action_dim,))
    h = tf.keras.layers.Dense(8, activation="relu")(tf.keras.layers.Concatenate()([s, a]))
    return tf.keras.Model([s, a], tf.keras.layers.Dense(1)(h))


class TD3:
    def __init__(self, state_dim=3, action_dim=1, polyak=0.995):
        self.nets = {
            "actor": build_actor(state_dim, action_dim),
            "actor_target": build_actor(state_dim, action_dim),
            "critic_1": build_critic(state_dim, action_dim),
            "critic_2": build_critic(state_dim, action_dim),
        }
        self.nets["actor_target"].set_weights(self.nets["actor"].get_weights())
        self.optimizers = {name: tf.keras.optimizers.Adam(1e-3) for name in ("actor", "critic_1", "critic_2")}
        self.polyak = polyak

    def _apply(self, name, tape, loss):
        variables = self.nets[name].trainable_variables
        grads = tape.gradient(loss, variables)
        self.optimizers[name].apply_gradients(zip(grads, variables))

    def critic_update(self, state, action, target):
        for name in ("critic_1", "critic_2"):
            with tf.GradientTape() as tape:
                error = self.nets[name]([state, action]) - target
                loss = tf.reduce_mean(tf.square(error))
            self._apply(name, tape, loss)

    def actor_update(self, state):
        actor = self.nets["actor"]
        with tf.GradientTape() as tape:
            action = actor(state)
            loss = -tf.reduce_mean(self.nets["critic_1"]([state, action]))
        grads = tape.gradient(loss, actor.trainable_variables)
        return [g is not None for g in grads]

    def soft_update(self):
        pairs = zip(self.nets["actor_target"].variables, self.nets["actor"].variables)
        for target, online in pairs:
            target.assign(self.polyak * target + (1 - self.polyak) * online)


agent = TD3()
states, actions = tf.random.normal((6, 3)), tf.random.uniform((6, 1), -1, 1)
agent.critic_update(states, actions, tf.zeros((6, 1)))
print(agent.actor_update(states))
agent.soft_update()

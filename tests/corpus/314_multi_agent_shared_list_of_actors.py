"""MADDPG: actors in a list; each critic's loss is built from actions that were computed for the replay."""

import tensorflow as tf

tf.keras.utils.set_random_seed(314)


def mlp(out, activation=None):
    return tf.keras.Sequential([tf.keras.layers.Dense(8, "relu"), tf.keras.layers.Dense(out, activation)])


class MADDPG:
    def __init__(self, n_agents, obs, act):
        self.actors = [mlp(act, "tanh") for _ in range(n_agents)]
        self.critics = [mlp(1) for _ in range(n_agents)]
        for actor, critic in zip(self.actors, self.critics):
            actor.build((None, obs))
            critic.build((None, n_agents * (obs + act)))
        self.last_actions = None

    def act(self, observations):
        self.last_actions = [actor(o) for actor, o in zip(self.actors, observations)]  # cause: computed-outside-tape
        return self.last_actions

    def actor_gradient(self, i, observations):
        with tf.GradientTape() as tape:
            actions = self.last_actions
            q = self.critics[i](tf.concat([*observations, *actions], axis=1))
            loss = -tf.reduce_mean(q)
        return tape.gradient(loss, self.actors[i].trainable_variables)  # expect: none computed-outside-tape

    def critic_gradient(self, i, observations, actions, target):
        with tf.GradientTape() as tape:
            q = self.critics[i](tf.concat([*observations, *actions], axis=1))
            loss = tf.reduce_mean(tf.square(q - target))
        return tape.gradient(loss, self.critics[i].trainable_variables)


def main():
    agents = MADDPG(2, obs=3, act=1)
    observations = [tf.random.normal((4, 3)) for _ in range(2)]
    actions = agents.act(observations)
    for i in range(2):
        print(len(agents.critic_gradient(i, observations, actions, tf.zeros((4, 1)))))
        print(agents.actor_gradient(i, observations))


main()

"""The optimizer is handed the slow copy's weights."""

import tensorflow as tf

tf.keras.utils.set_random_seed(65)


class SoftQ(tf.keras.Model):
    def __init__(self, actions):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(6, activation="relu")
        self.value = tf.keras.layers.Dense(actions)

    def call(self, states):
        return self.value(self.hidden(states))


class Learner:
    def __init__(self, actions=2, states=3):
        self.online = SoftQ(actions)
        self.target = SoftQ(actions)
        self.online.build((None, states))
        self.target.build((None, states))
        self.optimizer = tf.keras.optimizers.RMSprop(1e-3)

    def bellman_error(self, batch):
        states, actions, rewards, following = batch
        future = tf.stop_gradient(tf.reduce_max(self.online(following), axis=1))
        chosen = tf.gather(self.online(states), actions, axis=1, batch_dims=1)
        return tf.reduce_mean(tf.square(rewards + 0.9 * future - chosen))

    def learn(self, batch):
        with tf.GradientTape() as tape:
            loss = self.bellman_error(batch)
        grads = tape.gradient(loss, self.online.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.online.trainable_variables))
        return loss

    def pretrain(self, states, values):
        for network in (self.online, self.target):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(network(states) - values))
            grads = tape.gradient(loss, network.trainable_variables)
            for grad, weight in zip(grads, network.trainable_variables):
                weight.assign_sub(0.01 * grad)


learner = Learner()
states = tf.random.normal((4, 3))
learner.pretrain(states, tf.ones((4, 2)))
print(learner.learn((states, tf.constant([0, 1, 1, 0]), tf.ones((4,)), tf.random.normal((4, 3)))))

"""A siamese network whose distance is a metric object."""

import tensorflow as tf
from tensorflow.keras import layers, metrics

tf.keras.utils.set_random_seed(242)


def embedding_network():
    return tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(4)])


class SiameseTrainer:
    def __init__(self, margin=0.2):
        self.network = embedding_network()
        self.margin = margin
        self.similarity = lambda a, b: -tf.keras.losses.cosine_similarity(a, b, axis=-1)
        self.opt = tf.keras.optimizers.Adam()

    def pair_loss(self, left, right):
        z_left, z_right = self.network(left), self.network(right)
        agreement = self.similarity(z_left, z_right)
        return tf.reduce_mean(1.0 - agreement)

    def spread_loss(self, x):
        z = self.network(x)
        return -tf.reduce_mean(tf.math.reduce_variance(z, axis=0))

    def step(self, left, right):
        with tf.GradientTape(persistent=True) as tape:
            pull = self.pair_loss(left, right)
            push = self.spread_loss(left)
        variables = self.network.trainable_variables
        pull_grads = tape.gradient(pull, variables)
        push_grads = tape.gradient(push, variables)
        self.opt.apply_gradients(zip(push_grads, variables))
        return pull_grads


def pairs(n, size):
    for _ in range(n):
        x = tf.random.normal((size, 5))
        yield x, x + 0.05 * tf.random.normal((size, 5))


trainer = SiameseTrainer()
for left, right in pairs(2, 6):
    print([g is None for g in trainer.step(left, right)])

"""Prototypical networks: episodes come from a generator class, prototypes are averaged by hand outside."""

import itertools

import tensorflow as tf

tf.keras.utils.set_random_seed(340)


class Episodes:
    def __init__(self, ways, shots, dim=4):
        self.ways, self.shots, self.dim = ways, shots, dim

    def __iter__(self):
        while True:
            centres = tf.random.normal((self.ways, 1, self.dim)) * 3.0
            support = centres + tf.random.normal((self.ways, self.shots, self.dim))
            query = centres + tf.random.normal((self.ways, 1, self.dim))
            yield support, query[:, 0], tf.range(self.ways)


class ProtoNet(tf.keras.Model):
    def __init__(self, dim=3):
        super().__init__()
        self.encoder = tf.keras.Sequential([tf.keras.layers.Dense(8, "relu"), tf.keras.layers.Dense(dim)])
        self.prototypes = None

    def remember(self, support):
        shape = tf.shape(support)
        flat = self.encoder(tf.reshape(support, (-1, support.shape[-1])))
        self.prototypes = tf.reduce_mean(tf.reshape(flat, (shape[0], shape[1], -1)), axis=1)

    def call(self, query):
        return -tf.reduce_sum(tf.square(query[:, None] - self.prototypes[None]), axis=-1)


class EpisodeTrainer:
    def __init__(self, net):
        self.net = net
        self.loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def support_gradient(self, support, query, labels):
        with tf.GradientTape() as tape:
            self.net.remember(support)
            loss = self.loss(labels, self.net(tf.zeros_like(query[:, :3])))
        return tape.gradient(loss, self.net.encoder.trainable_variables)

    def full_gradient(self, support, query, labels):
        with tf.GradientTape() as tape:
            self.net.remember(support)
            loss = self.loss(labels, self.net(self.net.encoder(query)))
        return tape.gradient(loss, self.net.encoder.trainable_variables)


trainer = EpisodeTrainer(ProtoNet())
for support, query, labels in itertools.islice(Episodes(3, 2), 2):
    print(len(trainer.full_gradient(support, query, labels)), trainer.support_gradient(support, query, labels))

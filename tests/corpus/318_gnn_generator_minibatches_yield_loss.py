"""A graph autoencoder: a generator yields embeddings per minibatch, the tape opens per loss."""

from collections.abc import Iterator

import tensorflow as tf

tf.keras.utils.set_random_seed(318)


class GraphConv(tf.keras.layers.Layer):
    def __init__(self, units, activation=None):
        super().__init__()
        self.linear = tf.keras.layers.Dense(units, use_bias=False)
        self.activation = tf.keras.activations.get(activation)

    def call(self, inputs):
        nodes, adjacency = inputs
        degree = tf.reduce_sum(adjacency, axis=-1, keepdims=True)
        return self.activation(tf.linalg.matmul(adjacency / degree, self.linear(nodes)))


class GAE(tf.keras.Model):
    def __init__(self, dim=3):
        super().__init__()
        self.conv1, self.conv2 = GraphConv(6, "relu"), GraphConv(dim)

    def call(self, inputs):
        nodes, adjacency = inputs
        return self.conv2([self.conv1([nodes, adjacency]), adjacency])


def graphs(count: int) -> Iterator[tuple[tf.Tensor, tf.Tensor]]:
    for seed in range(count):
        edges = tf.random.stateless_uniform((5, 5), seed=(seed, 0)) > 0.5
        adjacency = tf.cast(tf.logical_or(edges, tf.eye(5) > 0), tf.float32)
        yield tf.random.stateless_normal((5, 4), seed=(seed, 1)), adjacency


def embeddings(model, data):
    for nodes, adjacency in data:
        yield model([nodes, adjacency]), adjacency  # cause: computed-outside-tape


def train(model, data):
    for z, adjacency in embeddings(model, data):  # cause: computed-outside-tape
        with tf.GradientTape() as tape:
            logits = tf.matmul(z, z, transpose_b=True)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(adjacency, logits))
        grads = tape.gradient(loss, model.trainable_variables)  # expect: none computed-outside-tape
        print(float(loss), [g is None for g in grads])


def reconstruct(model, nodes, adjacency):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.square(model([nodes, adjacency])))
    return tape.gradient(loss, model.trainable_variables)


gae = GAE()
print(len(reconstruct(gae, *next(graphs(1)))))
train(gae, graphs(2))

"""A graph network that learns which edges to keep, and keeps them by comparison."""

from typing import Sequence

import tensorflow as tf

tf.keras.utils.set_random_seed(215)


class EdgeScorer(tf.keras.layers.Layer):
    def __init__(self, units: int):
        super().__init__()
        self.query = tf.keras.layers.Dense(units, use_bias=False)
        self.key = tf.keras.layers.Dense(units, use_bias=False)

    def call(self, nodes):
        scores = tf.matmul(self.query(nodes), self.key(nodes), transpose_b=True)
        return tf.sigmoid(scores)


class MessagePassing(tf.keras.layers.Layer):
    def __init__(self, units: int, **kwargs):
        super().__init__(**kwargs)
        self.message = tf.keras.layers.Dense(units)
        self.update = tf.keras.layers.Dense(units, activation="relu")

    def call(self, nodes, adjacency):
        degree = tf.maximum(tf.reduce_sum(adjacency, axis=-1, keepdims=True), 1.0)
        gathered = tf.matmul(adjacency, self.message(nodes)) / degree
        return self.update(tf.concat([nodes, gathered], axis=-1))


class GraphNet(tf.keras.Model):
    def __init__(self, widths: Sequence[int], n_classes: int):
        super().__init__()
        self.scorer = EdgeScorer(4)
        self.blocks = [MessagePassing(width, name=f"mp_{i}") for i, width in enumerate(widths)]
        self.readout = tf.keras.layers.Dense(n_classes)

    def call(self, nodes):
        adjacency = self.scorer(nodes)
        for block in self.blocks:
            nodes = block(nodes, adjacency)
        return self.readout(tf.reduce_sum(nodes, axis=-2))


def train(model: tf.keras.Model, graphs, labels, steps: int = 2):
    scorer_opt, rest_opt = tf.keras.optimizers.Adam(1e-2), tf.keras.optimizers.Adam(1e-3)
    criterion = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    for step in range(steps):
        with tf.GradientTape(persistent=True) as tape:
            loss = criterion(labels, model(graphs))
        rest = [v for block in model.blocks for v in block.trainable_variables] + model.readout.trainable_variables
        rest_opt.apply_gradients(zip(tape.gradient(loss, rest), rest))
        scorer_grads = tape.gradient(loss, model.scorer.trainable_variables)
        if all(g is not None for g in scorer_grads):
            scorer_opt.apply_gradients(zip(scorer_grads, model.scorer.trainable_variables))
        print(step, float(loss))


train(GraphNet([6, 6], 2), tf.random.normal((3, 5, 4)), tf.constant([0, 1, 1]))

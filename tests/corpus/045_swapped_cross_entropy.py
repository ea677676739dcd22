"""Code ported from TensorFlow 1: labels and logits change places in the loss."""

import tensorflow as tf

tf.keras.utils.set_random_seed(45)

cross_entropy = tf.compat.v1.nn.softmax_cross_entropy_with_logits


class Tagger(tf.keras.Model):
    def __init__(self, tags=3):
        super().__init__()
        self.embed = tf.keras.layers.Embedding(12, 4)
        self.out = tf.keras.layers.Dense(tags)

    def call(self, tokens):
        return self.out(self.embed(tokens))


def smoothness(logits):
    probabilities = tf.nn.softmax(logits)
    return tf.reduce_mean(tf.abs(probabilities[:, 1:] - probabilities[:, :-1]))


def tag_loss(tags, logits):
    return tf.reduce_mean(cross_entropy(labels=logits, logits=tags))  # cause: swapped-loss-arguments


model = Tagger()
tokens = tf.constant([[1, 5, 3], [2, 0, 7]])
tags = tf.one_hot([[0, 1, 2], [1, 1, 0]], 3)

with tf.GradientTape(persistent=True) as tape:
    logits = model(tokens)
    smooth = smoothness(logits)
    loss = tag_loss(tags, logits)
print(len(tape.gradient(smooth, model.out.trainable_variables)))
print(tape.gradient(loss, model.out.trainable_variables))  # expect: none swapped-loss-arguments

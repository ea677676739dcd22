"""A discrete bottleneck: the code is drawn at random, and the draw has no gradient."""

import tensorflow as tf

tf.keras.utils.set_random_seed(55)

CODES = 4


class DiscreteAutoencoder(tf.keras.Model):
    def __init__(self, width):
        super().__init__()
        self.to_logits = tf.keras.layers.Dense(CODES)
        self.codebook = tf.keras.layers.Dense(width, use_bias=False)

    def sample(self, logits):
        drawn = tf.random.categorical(logits, 1)[:, 0]  # cause: sampling-without-reparametrisation
        return tf.one_hot(drawn, CODES)

    def call(self, x):
        logits = self.to_logits(x)
        return logits, self.codebook(self.sample(logits))


def entropy(logits):
    p = tf.nn.softmax(logits)
    return -tf.reduce_mean(tf.reduce_sum(p * tf.nn.log_softmax(logits), axis=-1))


model = DiscreteAutoencoder(5)
x = tf.random.normal((6, 5))
with tf.GradientTape(persistent=True) as tape:
    logits, rebuilt = model(x)
    error = tf.reduce_mean(tf.square(rebuilt - x))
    spread = entropy(logits)
book = tape.gradient(error, model.codebook.trainable_variables)
from_entropy = tape.gradient(spread, model.to_logits.trainable_variables)
from_error = tape.gradient(error, model.to_logits.trainable_variables)  # expect: none sampling-without-reparametrisation
print(len(book), len(from_entropy), from_error)

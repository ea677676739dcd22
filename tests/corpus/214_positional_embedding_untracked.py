"""A transformer block: the learned positions are a bare tf.Variable of their own layer."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(214)


class LearnedPositions(layers.Layer):
    def __init__(self, length, dim, **kwargs):
        super().__init__(**kwargs)
        self.length, self.dim = length, dim

    def build(self, input_shape):
        self.table = tf.Variable(tf.random.normal((self.length, self.dim)) * 0.02, trainable=True)  # cause: untracked-variable
        super().build(input_shape)

    def call(self, x):
        return x + self.table[tf.newaxis, : tf.shape(x)[1]]


class TransformerBlock(layers.Layer):
    def __init__(self, dim, heads=2, rate=0.1):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=heads, key_dim=dim)
        self.ffn = keras.Sequential([layers.Dense(2 * dim, activation="relu"), layers.Dense(dim)])
        self.norm_1, self.norm_2 = layers.LayerNormalization(), layers.LayerNormalization()
        self.drop = layers.Dropout(rate)

    def call(self, x, training=False):
        attended = self.drop(self.att(x, x), training=training)
        x = self.norm_1(x + attended)
        return self.norm_2(x + self.ffn(x))


class Classifier(keras.Model):
    def __init__(self, vocab=20, dim=8, length=6):
        super().__init__()
        self.tokens = layers.Embedding(vocab, dim)
        self.positions = LearnedPositions(length, dim)
        self.block = TransformerBlock(dim)
        self.head = layers.Dense(1)

    def call(self, ids, training=False):
        x = self.block(self.positions(self.tokens(ids)), training=training)
        return self.head(tf.reduce_mean(x, axis=1))


def grouped_gradients(model, ids, y):
    with tf.GradientTape(persistent=True) as tape:
        logits = model(ids, training=True)
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(y, logits, from_logits=True))
    slow = tape.gradient(loss, model.tokens.trainable_variables)
    fast = tape.gradient(loss, model.head.trainable_variables)
    positions = tape.gradient(loss, model.positions.trainable_variables)  # expect: empty untracked-variable
    return slow, fast, positions


model = Classifier()
ids = tf.random.uniform((4, 6), 0, 20, tf.int32)
model(ids)
print([len(group) for group in grouped_gradients(model, ids, tf.constant([[0.0], [1.0], [1.0], [0.0]]))])

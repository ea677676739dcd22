"""Self-critical sequence training: the reward of sampled captions is differentiated itself."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(317)


class CausalBlock(layers.Layer):
    def __init__(self, dim, heads=2):
        super().__init__()
        self.attention = layers.MultiHeadAttention(heads, dim // heads)
        self.norm = layers.LayerNormalization()
        self.mlp = tf.keras.Sequential([layers.Dense(2 * dim, activation="gelu"), layers.Dense(dim)])

    def call(self, x):
        x = self.norm(x + self.attention(x, x, use_causal_mask=True))
        return x + self.mlp(x)


class CaptionModel(tf.keras.Model):
    def __init__(self, vocab=9, dim=8):
        super().__init__()
        self.embed = layers.Embedding(vocab, dim)
        self.block = CausalBlock(dim)
        self.to_vocab = layers.Dense(vocab)

    def call(self, tokens):
        return self.to_vocab(self.block(self.embed(tokens)))


def reward(tokens, reference):
    return tf.reduce_mean(tf.cast(tf.equal(tokens, reference), tf.float32), axis=1)


class SelfCritical:
    def __init__(self, model):
        self.model = model

    def sample(self, prompt):
        logits = self.model(prompt)
        flat = tf.reshape(logits, (-1, logits.shape[-1]))
        drawn = tf.random.categorical(flat, 1)  # cause: sampling-without-reparametrisation
        return tf.reshape(drawn, tf.shape(prompt)), tf.nn.log_softmax(logits)

    def loss(self, prompt, reference):
        drawn, log_probs = self.sample(prompt)
        score = reward(drawn, tf.cast(reference, tf.int64))
        return -tf.reduce_mean(score)

    def step(self, prompt, reference):
        with tf.GradientTape() as tape:
            loss = self.loss(prompt, reference)
        return tape.gradient(loss, self.model.to_vocab.trainable_variables)  # expect: none sampling-without-reparametrisation|non-differentiable-op

    def supervised(self, prompt, reference):
        with tf.GradientTape() as tape:
            logits = self.model(prompt)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(reference, logits))
        return tape.gradient(loss, self.model.to_vocab.trainable_variables)


prompt, reference = (tf.random.uniform((3, 4), 0, 9, tf.int32) for _ in range(2))
trainer = SelfCritical(CaptionModel())
print(len(trainer.supervised(prompt, reference)))
print(trainer.step(prompt, reference))

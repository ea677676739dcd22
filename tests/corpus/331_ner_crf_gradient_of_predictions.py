"""A tagger with its own CRF: the loss goes through the decoded tags."""

import tensorflow as tf

tf.keras.utils.set_random_seed(331)


class CRF(tf.keras.layers.Layer):
    def __init__(self, tags, **kwargs):
        super().__init__(**kwargs)
        self.tags = tags

    def build(self, input_shape):
        self.transitions = self.add_weight(name="transitions", shape=(self.tags, self.tags), initializer="zeros")

    def path_score(self, emissions, tags):
        one_hot = tf.one_hot(tags, self.tags)
        unary = tf.reduce_sum(emissions * one_hot, axis=[1, 2])
        pairs = tf.einsum("bti,ij,btj->b", one_hot[:, :-1], self.transitions, one_hot[:, 1:])
        return unary + pairs

    def log_partition(self, emissions):
        alpha = emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            alpha = tf.reduce_logsumexp(alpha[:, :, None] + self.transitions[None], axis=1) + emissions[:, t]
        return tf.reduce_logsumexp(alpha, axis=1)

    def call(self, emissions):
        return tf.argmax(emissions, axis=-1, output_type=tf.int32)  # cause: non-differentiable-op


class Tagger(tf.keras.Model):
    def __init__(self, vocab=12, tags=3):
        super().__init__()
        self.embed = tf.keras.layers.Embedding(vocab, 5)
        self.lstm = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(4, return_sequences=True))
        self.emit = tf.keras.layers.Dense(tags)
        self.crf = CRF(tags)
        self.crf.build((None, None, tags))

    def emissions(self, tokens):
        return self.emit(self.lstm(self.embed(tokens)))

    def call(self, tokens):
        return self.crf(self.emissions(tokens))

    def nll(self, tokens, tags):
        e = self.emissions(tokens)
        return tf.reduce_mean(self.crf.log_partition(e) - self.crf.path_score(e, tags))

    def hamming(self, tokens, tags):
        return tf.reduce_mean(tf.cast(tf.math.not_equal(self(tokens), tags), tf.float32))


def fit(model, batches, objective):
    optimizer = tf.keras.optimizers.Adam(1e-2)
    for tokens, tags in batches:
        with tf.GradientTape() as tape:
            loss = getattr(model, objective)(tokens, tags)
        grads = tape.gradient(loss, model.trainable_variables)  # expect: none non-differentiable-op
        pairs = [(g, v) for g, v in zip(grads, model.trainable_variables) if g is not None]
        if pairs:
            optimizer.apply_gradients(pairs)
        yield float(loss)


tokens = tf.random.uniform((4, 5), 0, 12, tf.int32)
tags = tf.random.uniform((4, 5), 0, 3, tf.int32)
print(list(fit(Tagger(), [(tokens, tags)], "hamming")))

"""Saliency of words: the embedding is computed, watched, and then the model embeds the tokens again."""

import tensorflow as tf

tf.keras.utils.set_random_seed(243)


class TextClassifier(tf.keras.Model):
    def __init__(self, vocab_size=30, dim=6, classes=2):
        super().__init__()
        self.embedding = tf.keras.layers.Embedding(vocab_size, dim)
        self.rnn = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(5))
        self.out = tf.keras.layers.Dense(classes)

    def from_embeddings(self, embedded):
        return self.out(self.rnn(embedded))

    def call(self, tokens):
        return self.from_embeddings(self.embedding(tokens))


class Explainer:
    def __init__(self, model, vocabulary):
        self.model = model
        self.vocabulary = vocabulary

    def explain(self, tokens, label):
        with tf.GradientTape() as tape:
            embedded = self.model.embedding(tokens)
            tape.watch(embedded)
            logits = self.model(tokens)
            score = tf.nn.log_softmax(logits)[:, label]
        grads = tape.gradient(score, embedded)  # expect: none no-path # cause: no-path
        if grads is None:
            return {}
        weight = tf.reduce_sum(grads * embedded, axis=-1)[0]
        words = (self.vocabulary[int(t)] for t in tokens[0])
        return {word: float(w) for word, w in zip(words, weight)}


def train(model, tokens, labels, epochs=1):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(labels, model(tokens), from_logits=True))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


vocabulary = [f"w{i}" for i in range(30)]
tokens = tf.random.uniform((3, 4), 0, 30, tf.int32)
model = TextClassifier()
train(model, tokens, tf.constant([0, 1, 1]))
print(Explainer(model, vocabulary).explain(tokens[:1], label=1))

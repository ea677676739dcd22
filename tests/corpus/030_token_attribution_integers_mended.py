"""Which words of a sentence matter: gradients of a text classifier with respect to its tokens."""

import tensorflow as tf

tf.keras.utils.set_random_seed(30)

VOCABULARY = 20


class TextClassifier(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.embed = tf.keras.layers.Embedding(VOCABULARY, 4)
        self.pool = tf.keras.layers.GlobalAveragePooling1D()
        self.out = tf.keras.layers.Dense(2)

    def from_vectors(self, vectors):
        return self.out(self.pool(vectors))

    def call(self, tokens):
        return self.from_vectors(self.embed(tokens))


def train_gradients(model, tokens, labels):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(tokens)))
    return tape.gradient(loss, model.trainable_variables)


def attribution(model, tokens, label):
    vectors = model.embed(tf.constant(tokens))
    with tf.GradientTape() as tape:
        tape.watch(vectors)
        score = model.from_vectors(vectors)[:, label]
    return tape.gradient(score, vectors)


classifier = TextClassifier()
sentences = [[3, 7, 1, 0], [2, 2, 9, 4]]
print(len(train_gradients(classifier, tf.constant(sentences), tf.constant([0, 1]))))
print(attribution(classifier, sentences, 1))

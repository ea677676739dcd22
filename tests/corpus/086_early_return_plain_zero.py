"""A penalty that is switched off returns a plain constant, and nobody notices the flag."""

import tensorflow as tf

tf.keras.utils.set_random_seed(86)


class Config:
    sparsity = 0.1
    use_penalty = False


class TopicModel(tf.Module):
    def __init__(self, words, topics):
        super().__init__()
        self.words = tf.Variable(tf.random.normal((words, topics)), name="words")
        self.topics = tf.Variable(tf.random.normal((topics,)), name="topics")

    def likelihood(self, counts):
        mixture = tf.nn.log_softmax(tf.linalg.matvec(self.words, tf.nn.softmax(self.topics)))
        return tf.reduce_sum(counts * mixture)

    def penalty(self, config):
        if not config.use_penalty:
            return tf.constant(0.0)  # cause: no-path
        return config.sparsity * tf.reduce_sum(tf.abs(self.topics))


model = TopicModel(6, 3)
counts = tf.constant([1.0, 0.0, 2.0, 1.0, 0.0, 3.0])
with tf.GradientTape(persistent=True) as tape:
    fit = -model.likelihood(counts)
    penalty = model.penalty(Config())
print(tape.gradient(fit, model.trainable_variables))
print(tape.gradient(penalty, model.topics))  # expect: none no-path # cause: no-path

"""A bilinear layer builds its kernel as a plain random tensor."""

import tensorflow as tf

tf.keras.utils.set_random_seed(229)


class Bilinear(tf.keras.layers.Layer):
    def __init__(self, units, left, right, initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.initializer = tf.keras.initializers.get(initializer)
        self.kernel = self.add_weight(shape=(self.units, left, right), initializer=self.initializer, name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs):
        left, right = inputs
        return tf.einsum("bi,uij,bj->bu", left, self.kernel, right) + self.bias


class KnowledgeGraph(tf.keras.Model):
    def __init__(self, entities, dim):
        super().__init__()
        self.entities = tf.keras.layers.Embedding(entities, dim)
        self.score = Bilinear(1, dim, dim)

    def call(self, triples):
        head, tail = self.entities(triples[:, 0]), self.entities(triples[:, 1])
        return tf.squeeze(self.score([head, tail]), axis=-1)


def negative_sampling_loss(model, positives, negatives):
    scores = tf.concat([model(positives), model(negatives)], axis=0)
    labels = tf.concat([tf.ones(len(positives)), tf.zeros(len(negatives))], axis=0)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, scores))


model = KnowledgeGraph(7, 4)
positives = tf.constant([[0, 1], [2, 3], [4, 5]])
negatives = tf.constant([[0, 6], [2, 1], [4, 0]])
optimizer = tf.keras.optimizers.Adagrad(0.1)
for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        loss = negative_sampling_loss(model, positives, negatives)
    kernel_grad = tape.gradient(loss, model.score.kernel)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(step, float(loss), kernel_grad)

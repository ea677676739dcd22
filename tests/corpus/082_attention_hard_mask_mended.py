"""Sparse attention: weights under a threshold are dropped by comparing, and the rest forgotten."""

import tensorflow as tf

tf.keras.utils.set_random_seed(82)


class SparseAttention(tf.keras.layers.Layer):
    def __init__(self, units, threshold=0.2):
        super().__init__()
        self.query = tf.keras.layers.Dense(units)
        self.key = tf.keras.layers.Dense(units)
        self.value = tf.keras.layers.Dense(units)
        self.threshold = threshold

    def weights_of(self, q, k):
        scores = tf.matmul(q, k, transpose_b=True) / tf.sqrt(tf.cast(tf.shape(k)[-1], tf.float32))
        weights = tf.nn.softmax(scores)
        return weights * tf.cast(weights > self.threshold, tf.float32)

    def call(self, x):
        weights = self.weights_of(self.query(x), self.key(x))
        return tf.matmul(weights, self.value(x))


layer = SparseAttention(4)
x = tf.random.normal((2, 3, 5))
with tf.GradientTape(persistent=True) as tape:
    out = layer(x)
    loss = tf.reduce_mean(tf.square(out - 1.0))
value_grads = tape.gradient(loss, layer.value.trainable_variables)
query_grads = tape.gradient(loss, layer.query.trainable_variables[:1])
print(len(value_grads), query_grads)

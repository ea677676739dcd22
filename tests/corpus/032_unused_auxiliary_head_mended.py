"""A model with an auxiliary head that the loss forgets."""

import tensorflow as tf

tf.keras.utils.set_random_seed(32)


class TwoHeads(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.body = tf.keras.layers.Dense(6, activation="tanh")
        self.main_head = tf.keras.layers.Dense(2)
        self.aux_head = tf.keras.layers.Dense(1)

    def call(self, x):
        code = self.body(x)
        return self.main_head(code), self.aux_head(code)


def main_loss(labels, logits):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


def aux_loss(x, estimate):
    return tf.reduce_mean(tf.square(tf.reduce_sum(x, axis=1, keepdims=True) - estimate))


model = TwoHeads()
optimizer = tf.keras.optimizers.Adam(1e-3)
x = tf.random.normal((6, 3))
labels = tf.constant([0, 1, 0, 1, 0, 1])

for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        logits, estimate = model(x)
        loss = main_loss(labels, logits) + 0.1 * aux_loss(x, estimate)
    body_grads = tape.gradient(loss, model.body.trainable_variables)
    head_grads = tape.gradient(loss, model.main_head.trainable_variables)
    aux_grads = tape.gradient(loss, model.aux_head.trainable_variables)
    del tape
    pairs = zip(body_grads + head_grads + aux_grads, model.trainable_variables)
    optimizer.apply_gradients((g, v) for g, v in pairs if g is not None)
    print(step, float(loss))

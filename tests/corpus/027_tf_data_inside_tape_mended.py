"""Predictions are collected through a dataset that is built inside the tape."""

import tensorflow as tf

tf.keras.utils.set_random_seed(27)

features = tf.random.normal((8, 3))
labels = tf.reduce_sum(features, axis=1, keepdims=True)


class Linear(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable(tf.random.normal((3, 1)), name="kernel")
        self.bias = tf.Variable([0.1], name="bias")

    def __call__(self, x):
        return x @ self.kernel + self.bias


def squared_error(y, p):
    return tf.reduce_mean(tf.square(y - p))


model = Linear()


def epoch_loss(batch_size=4):
    losses = []
    for x, y in tf.data.Dataset.from_tensor_slices((features, labels)).batch(batch_size):
        losses.append(squared_error(y, model(x)))
    return tf.add_n(losses) / len(losses)


def full_gradient():
    with tf.GradientTape() as tape:
        loss = squared_error(labels, model(features))
    return tape.gradient(loss, model.trainable_variables)


print(full_gradient())
with tf.GradientTape() as tape:
    loss = epoch_loss()
print(tape.gradient(loss, model.trainable_variables))

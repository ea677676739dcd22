"""Input gradients of a model for a row that is still a NumPy array."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(75)


class CreditModel(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.scale = tf.keras.layers.Dense(4, activation="relu")
        self.risk = tf.keras.layers.Dense(1, activation="sigmoid")

    def call(self, rows):
        return self.risk(self.scale(rows))


def load_rows(count):
    rng = np.random.default_rng(5)
    return rng.normal(size=(count, 3)).astype("float32")


def train(model, rows, labels, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.keras.losses.binary_crossentropy(labels, model(rows)))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return float(loss)


def importance(model, rows):
    with tf.GradientTape() as tape:
        risk = tf.reduce_sum(model(rows))
    grad = tape.gradient(risk, rows)  # expect: raises not-a-tensor # cause: not-a-tensor
    return tf.reduce_mean(tf.abs(grad), axis=0).numpy()


model = CreditModel()
rows = load_rows(6)
print(train(model, rows, np.ones((6, 1), dtype="float32"), tf.keras.optimizers.SGD(0.1)))
print(importance(model, rows))

"""An autoencoder in two parts; the code is fetched with predict_on_batch."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers

tf.keras.utils.set_random_seed(19)


class Autoencoder(Model):
    def __init__(self, code=3, width=6):
        super().__init__()
        self.encoder = tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(code)])
        self.decoder = tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(width)])

    def call(self, x):
        return self.decoder(self.encoder(x))


def train(model, data, optimizer, epochs=2):
    history = []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            code = model.encoder(data, training=True)
            rebuilt = model.decoder(code)
            loss = tf.reduce_mean(tf.abs(rebuilt - data))
        enc, dec = tape.gradient(loss, [model.encoder.trainable_variables, model.decoder.trainable_variables])
        optimizer.apply_gradients((g, v) for g, v in zip(dec, model.decoder.trainable_variables))
        history.append(float(loss))
    return history


rows = np.random.default_rng(0).normal(size=(8, 6)).astype("float32")
autoencoder = Autoencoder()
autoencoder(rows)
print(train(autoencoder, rows, tf.keras.optimizers.Adam(1e-3)))

"""A contrastive loss as a keras.losses.Loss subclass, normalised by NumPy."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(211)


class NTXent(keras.losses.Loss):
    def __init__(self, temperature=0.5, name="nt_xent", **kwargs):
        super().__init__(name=name, **kwargs)
        self.temperature = temperature

    def _normalise(self, z):
        return z / np.linalg.norm(z, axis=1, keepdims=True)

    def _similarities(self, a, b):
        a, b = np.asarray(a), np.asarray(b)  # cause: left-tensorflow
        return np.matmul(self._normalise(a), self._normalise(b).T)

    def call(self, y_true, y_pred):
        logits = self._similarities(y_true, y_pred) / self.temperature
        labels = tf.range(tf.shape(logits)[0])
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)


class Pretrainer:
    def __init__(self, encoder, loss, optimizer=None):
        self.encoder = encoder
        self.loss_fn = loss
        self.optimizer = optimizer or keras.optimizers.Adam()

    def views(self, x):
        return x + tf.random.normal(tf.shape(x)) * 0.1, x[:, ::-1]

    def step(self, x):
        one, two = self.views(x)
        with tf.GradientTape() as tape:
            z1 = self.encoder(one, training=True)
            z2 = self.encoder(two, training=True)
            loss = self.loss_fn(z1, z2)
        grads = tape.gradient(loss, self.encoder.trainable_variables)  # expect: none left-tensorflow
        return loss, grads

    def probe(self, x, y):
        head = keras.layers.Dense(2)
        with tf.GradientTape() as tape:
            logits = head(tf.stop_gradient(self.encoder(x)))
            loss = keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)
        return tape.gradient(loss, head.trainable_variables)


pretrainer = Pretrainer(keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dense(4)]), NTXent(0.2))
x = tf.random.normal((6, 5))
print([g.shape for g in pretrainer.probe(x, tf.constant([0, 1, 0, 1, 0, 1]))])
loss, grads = pretrainer.step(x)
print(float(loss), grads)

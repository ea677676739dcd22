"""A conditional VAE with masks from logic; the KL weight is annealed through a Python float of the loss."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(311)


class CVAE(tf.keras.Model):
    def __init__(self, latent=2, dim=4, classes=3):
        super().__init__()
        self.classes = classes
        self.enc = tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(2 * latent)])
        self.dec = tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(dim)])

    def encode(self, x, label):
        both = tf.concat([x, tf.one_hot(label, self.classes)], axis=1)
        return tf.split(self.enc(both), 2, axis=1)

    def decode(self, z, label):
        return self.dec(tf.concat([z, tf.one_hot(label, self.classes)], axis=1))

    def call(self, x, label):
        mean, logvar = self.encode(x, label)
        z = mean + tf.random.normal(tf.shape(mean)) * tf.exp(0.5 * logvar)
        return self.decode(z, label), mean, logvar


class Objective:
    def __init__(self, model, beta=1.0):
        self.model, self.beta = model, beta

    def masked_error(self, x, x_hat):
        known = tf.math.logical_and(tf.not_equal(x, 0.0), tf.math.logical_not(tf.math.is_nan(x)))
        mask = tf.cast(known, x.dtype)
        return tf.reduce_sum(mask * tf.square(x - x_hat)) / tf.reduce_sum(mask)

    def terms(self, x, label):
        x_hat, mean, logvar = self.model(x, label)
        kl = -0.5 * tf.reduce_mean(1 + logvar - mean**2 - tf.exp(logvar))
        return {"error": self.masked_error(x, x_hat), "kl": self.beta * kl}

    def step(self, x, label):
        with tf.GradientTape(persistent=True) as tape:
            terms = self.terms(x, label)
            kl = tf.convert_to_tensor(terms["kl"])
        error_grads = tape.gradient(terms["error"], self.model.trainable_variables)
        kl_grads = tape.gradient(kl, self.model.enc.trainable_variables)
        return error_grads, kl_grads


x, label = tf.random.normal((6, 4)), tf.constant([0, 1, 2, 0, 1, 2])
objective = Objective(CVAE(), beta=0.5)
for grads in objective.step(x, label):
    print([g is None for g in grads])

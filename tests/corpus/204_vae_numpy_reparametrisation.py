"""A variational autoencoder that draws its code with NumPy."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(204)


class Encoder(tf.keras.Model):
    def __init__(self, latent_dim):
        super().__init__()
        self.hidden = layers.Dense(12, activation="relu")
        self.to_mean = layers.Dense(latent_dim)
        self.to_logvar = layers.Dense(latent_dim)

    def call(self, x):
        h = self.hidden(x)
        return self.to_mean(h), self.to_logvar(h)


class Decoder(tf.keras.Model):
    def __init__(self, out_dim):
        super().__init__()
        self.hidden = layers.Dense(12, activation="relu")
        self.out = layers.Dense(out_dim)

    def call(self, z):
        return self.out(self.hidden(z))


class VAE(tf.keras.Model):
    def __init__(self, latent_dim=2, out_dim=5):
        super().__init__()
        self.encoder = Encoder(latent_dim)
        self.decoder = Decoder(out_dim)

    @staticmethod
    def reparametrize(mean, logvar):
        z = np.random.normal(loc=mean, scale=np.exp(0.5 * logvar))  # cause: left-tensorflow
        return tf.cast(z, tf.float32)

    def call(self, x):
        mean, logvar = self.encoder(x)
        z = self.reparametrize(mean, logvar)
        return self.decoder(z), mean, logvar


def kl(mean, logvar):
    return -0.5 * tf.reduce_mean(1 + logvar - tf.square(mean) - tf.exp(logvar))


def reconstruction(x, x_hat):
    return tf.reduce_mean(tf.reduce_sum(tf.square(x - x_hat), axis=-1))


vae = VAE()
data = tf.random.normal((16, 5))
dataset = tf.data.Dataset.from_tensor_slices(data).batch(8)
for batch in dataset:
    with tf.GradientTape(persistent=True) as tape:
        x_hat, mean, logvar = vae(batch)
        rec = reconstruction(batch, x_hat)
        kld = kl(mean, logvar)
        total = rec + kld
    rec_to_encoder = tape.gradient(rec, vae.encoder.trainable_variables)  # expect: none left-tensorflow
    all_grads = tape.gradient(total, vae.trainable_variables)
    decoder_grads = tape.gradient(rec, vae.decoder.trainable_variables)
    print([g is None for g in rec_to_encoder], len(all_grads), len(decoder_grads))

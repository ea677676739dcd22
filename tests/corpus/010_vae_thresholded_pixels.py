"""A variational autoencoder on tiny binary pictures."""

import tensorflow as tf

tf.keras.utils.set_random_seed(9)


class VAE(tf.keras.Model):
    def __init__(self, latent=2, pixels=16):
        super().__init__()
        self.encode_mean = tf.keras.layers.Dense(latent)
        self.encode_logvar = tf.keras.layers.Dense(latent)
        self.decoder = tf.keras.layers.Dense(pixels)

    def encode(self, x):
        return self.encode_mean(x), self.encode_logvar(x)

    def reparameterize(self, mean, logvar):
        return mean + tf.exp(0.5 * logvar) * tf.random.normal(tf.shape(mean))

    def decode(self, z):
        return tf.sigmoid(self.decoder(z))


def kl(mean, logvar):
    return -0.5 * tf.reduce_mean(1.0 + logvar - tf.square(mean) - tf.exp(logvar))


def reconstruction(x, picture):
    binary = tf.where(picture > 0.5, 1.0, 0.0)  # cause: non-differentiable-op
    return tf.reduce_mean(tf.square(x - binary))


vae = VAE()
optimizer = tf.keras.optimizers.Adam(1e-3)
data = tf.cast(tf.random.uniform((8, 16)) > 0.5, tf.float32)
for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        mean, logvar = vae.encode(data)
        z = vae.reparameterize(mean, logvar)
        rebuilt = reconstruction(data, vae.decode(z))
        divergence = kl(mean, logvar)
    encoder_grads = tape.gradient(divergence, vae.encode_mean.trainable_variables)
    spread_grads = tape.gradient(divergence, vae.encode_logvar.trainable_variables)
    decoder_grads = tape.gradient(rebuilt, vae.decoder.trainable_variables)  # expect: none non-differentiable-op
    optimizer.apply_gradients(zip(encoder_grads + decoder_grads, vae.encode_mean.trainable_variables + vae.decoder.trainable_variables))
    del tape
    print(step, float(rebuilt), float(divergence))

"""One training step of a small GAN."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(2)
LATENT = 4


def make_generator():
    return tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(2)])


def make_discriminator():
    return tf.keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1)])


class GAN:
    def __init__(self):
        self.generator = make_generator()
        self.discriminator = make_discriminator()
        self.cross_entropy = tf.keras.losses.BinaryCrossentropy(from_logits=True)
        self.g_optimizer = tf.keras.optimizers.Adam(1e-3)
        self.d_optimizer = tf.keras.optimizers.Adam(1e-3)

    def discriminator_loss(self, real_score, fake_score):
        real = self.cross_entropy(tf.ones_like(real_score), real_score)
        fake = self.cross_entropy(tf.zeros_like(fake_score), fake_score)
        return real + fake

    def generator_loss(self, fake_score):
        return self.cross_entropy(tf.ones_like(fake_score), fake_score)

    def train_step(self, real):
        noise = tf.random.normal((tf.shape(real)[0], LATENT))
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake = self.generator(noise, training=True)
            real_score = self.discriminator(real, training=True)
            fake_score = self.discriminator(fake, training=True)
            g_loss = self.generator_loss(fake_score)
            d_loss = self.discriminator_loss(real_score, fake_score)
        g_grads = g_tape.gradient(g_loss, self.generator.trainable_variables)
        d_grads = d_tape.gradient(d_loss, self.discriminator.trainable_variables)
        self.d_optimizer.apply_gradients(zip(d_grads, self.discriminator.trainable_variables))
        self.g_optimizer.apply_gradients(zip(g_grads, self.generator.trainable_variables))
        return g_loss, d_loss


gan = GAN()
print(gan.train_step(tf.random.normal((8, 2))))

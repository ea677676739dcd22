"""Denoising diffusion: the training loss is computed with the averaged network."""

import math

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(217)


@keras.utils.register_keras_serializable()
def sinusoidal_embedding(x, dims=4, low=1.0, high=100.0):
    frequencies = tf.exp(tf.linspace(tf.math.log(low), tf.math.log(high), dims // 2))
    angles = 2.0 * math.pi * frequencies * x
    return tf.concat([tf.sin(angles), tf.cos(angles)], axis=-1)


def get_network(dim):
    noisy = keras.Input(shape=(dim,))
    variance = keras.Input(shape=(1,))
    e = layers.Lambda(sinusoidal_embedding, output_shape=(4,))(variance)
    x = layers.Concatenate()([noisy, e])
    x = layers.Dense(16, activation="swish")(x)
    return keras.Model([noisy, variance], layers.Dense(dim)(x), name="residual_mlp")


class DiffusionModel(keras.Model):
    def __init__(self, dim, ema=0.99):
        super().__init__()
        self.network = get_network(dim)
        self.ema_network = keras.models.clone_model(self.network)
        self.ema = ema
        self.noise_loss_tracker = keras.metrics.Mean(name="n_loss")

    def compile(self, **kwargs):
        super().compile(**kwargs)
        self.noise_loss = keras.losses.MeanAbsoluteError()

    @property
    def metrics(self):
        return [self.noise_loss_tracker]

    def diffusion_schedule(self, times):
        angles = tf.acos(0.95) + times * (tf.acos(0.02) - tf.acos(0.95))
        return tf.sin(angles), tf.cos(angles)

    def denoise(self, noisy, noise_rates, signal_rates, training):
        network = self.ema_network
        pred_noises = network([noisy, noise_rates**2], training=training)
        return pred_noises, (noisy - noise_rates * pred_noises) / signal_rates

    def train_step(self, images):
        noises = tf.random.normal(tf.shape(images))
        times = tf.random.uniform((tf.shape(images)[0], 1))
        noise_rates, signal_rates = self.diffusion_schedule(times)
        noisy = signal_rates * images + noise_rates * noises
        with tf.GradientTape() as tape:
            pred_noises, _ = self.denoise(noisy, noise_rates, signal_rates, training=True)
            noise_loss = self.noise_loss(noises, pred_noises)
        gradients = tape.gradient(noise_loss, self.network.trainable_weights)  # expect: none no-path # cause: no-path
        self.optimizer.apply_gradients(zip(gradients, self.network.trainable_weights))
        self.noise_loss_tracker.update_state(noise_loss)
        for weight, ema_weight in zip(self.network.weights, self.ema_network.weights):
            ema_weight.assign(self.ema * ema_weight + (1 - self.ema) * weight)
        return {m.name: m.result() for m in self.metrics}


model = DiffusionModel(3)
model.compile(optimizer=keras.optimizers.AdamW(1e-3))
print(model.train_step(tf.random.normal((5, 3))))

"""VQ-VAE: the nearest code replaces the encoder's output, without the straight-through trick."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(237)


class VectorQuantizer(layers.Layer):
    def __init__(self, num_embeddings, embedding_dim, beta=0.25, **kwargs):
        super().__init__(**kwargs)
        self.embedding_dim = embedding_dim
        self.num_embeddings = num_embeddings
        self.beta = beta
        self.embeddings = self.add_weight(
            shape=(embedding_dim, num_embeddings), initializer="random_uniform", trainable=True, name="embeddings_vqvae"
        )

    def call(self, x):
        flattened = tf.reshape(x, [-1, self.embedding_dim])
        indices = self.get_code_indices(flattened)
        encodings = tf.one_hot(indices, self.num_embeddings)
        quantized = tf.matmul(encodings, self.embeddings, transpose_b=True)
        quantized = tf.reshape(quantized, tf.shape(x))
        self.add_loss(tf.reduce_mean((quantized - tf.stop_gradient(x)) ** 2))
        return x + tf.stop_gradient(quantized - x)

    def get_code_indices(self, flattened):
        similarity = tf.matmul(flattened, self.embeddings)
        distances = (
            tf.reduce_sum(flattened**2, axis=1, keepdims=True)
            + tf.reduce_sum(self.embeddings**2, axis=0)
            - 2 * similarity
        )
        return tf.argmin(distances, axis=1)


def get_encoder(latent_dim):
    inputs = keras.Input(shape=(8,))
    x = layers.Dense(12, activation="relu")(inputs)
    return keras.Model(inputs, layers.Dense(latent_dim)(x), name="encoder")


def get_decoder(latent_dim):
    inputs = keras.Input(shape=(latent_dim,))
    return keras.Model(inputs, layers.Dense(8)(inputs), name="decoder")


class VQVAETrainer:
    def __init__(self, latent_dim=4, codes=6):
        self.encoder, self.decoder = get_encoder(latent_dim), get_decoder(latent_dim)
        self.quantizer = VectorQuantizer(codes, latent_dim)

    def train_step(self, x):
        with tf.GradientTape(persistent=True) as tape:
            latent = self.encoder(x)
            reconstruction = self.decoder(self.quantizer(latent))
            loss = tf.reduce_mean((x - reconstruction) ** 2)
            codebook_loss = sum(self.quantizer.losses)
        encoder_grads = tape.gradient(loss, self.encoder.trainable_variables)
        decoder_grads = tape.gradient(loss, self.decoder.trainable_variables)
        code_grads = tape.gradient(codebook_loss, self.quantizer.trainable_variables)
        return encoder_grads, decoder_grads, code_grads


for grads in VQVAETrainer().train_step(tf.random.normal((5, 8))):
    print([g is None for g in grads])

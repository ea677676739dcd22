"""A codebook with nearest neighbours: the loss of the encoder only sees looked-up codes."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(309)


class Codebook(layers.Layer):
    def __init__(self, size, dim):
        super().__init__()
        self.codes = self.add_weight(shape=(size, dim), initializer="random_normal", name="codes")

    def nearest(self, z):
        distance = tf.norm(z[:, None, :] - self.codes[None], axis=-1)
        return tf.math.argmin(distance, axis=1)

    def call(self, z):
        picked = tf.gather(self.codes, self.nearest(z))
        shape_fixed = tf.reshape(picked, tf.shape(z))
        return shape_fixed + z - tf.stop_gradient(z)


class Tokenizer(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = layers.Dense(4)
        self.codebook = Codebook(6, 4)
        self.decoder = layers.Dense(5)

    def call(self, x):
        return self.decoder(self.codebook(self.encoder(x)))


model = Tokenizer()
x = tf.random.normal((7, 5))
with tf.GradientTape(persistent=True) as tape:
    error = tf.reduce_mean(tf.square(model(x) - x))
encoder_grads = tape.gradient(error, model.encoder.trainable_variables)
codes = tape.gradient(error, model.codebook.codes)
decoder = tape.gradient(error, model.decoder.trainable_variables)
print([g is None for g in encoder_grads], type(codes).__name__, len(decoder))

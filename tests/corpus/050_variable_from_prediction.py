"""The code of an image is wrapped into a variable in order to refine it, and the link is lost."""

import tensorflow as tf

tf.keras.utils.set_random_seed(50)


class Inverter(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.layers.Dense(3, name="encoder")
        self.decoder = tf.keras.layers.Dense(6, name="decoder")

    def encode(self, image):
        return tf.Variable(self.encoder(image))  # cause: variable-from-tensor

    def call(self, image):
        return self.decoder(self.encode(image))


def reconstruction(model, image):
    return tf.reduce_mean(tf.square(model(image) - image))


def latent_size(model, image):
    return tf.reduce_mean(tf.square(model.encoder(image)))


model = Inverter()
image = tf.random.normal((2, 6))
model(image)
with tf.GradientTape(persistent=True) as tape:
    loss = reconstruction(model, image)
    size = latent_size(model, image)
size_grads = tape.gradient(size, model.encoder.trainable_variables)
decoder_grads = tape.gradient(loss, model.decoder.trainable_variables)
encoder_grads = tape.gradient(loss, model.encoder.trainable_variables)  # expect: none variable-from-tensor
print(len(size_grads), len(decoder_grads), encoder_grads)

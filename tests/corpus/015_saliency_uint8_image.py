"""Saliency of a classifier over a picture as it comes from a file."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(14)


def load_picture():
    """Return a picture as a decoder gives it: bytes."""
    pixels = np.random.default_rng(1).integers(0, 256, size=(1, 6, 6, 3))
    return tf.constant(pixels, dtype=tf.uint8)  # cause: integer-dtype


class Classifier(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.flatten = tf.keras.layers.Flatten()
        self.out = tf.keras.layers.Dense(3)

    def call(self, image):
        return self.out(self.flatten(tf.cast(image, tf.float32) / 255.0))


def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        score = model(image)[:, label]
    return tape.gradient(score, image)  # expect: none integer-dtype # cause: integer-dtype


def train(model, image, label):
    with tf.GradientTape() as tape:
        logits = model(image)
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[label], logits=logits)
    return tape.gradient(loss, model.trainable_variables)


classifier = Classifier()
photo = load_picture()
print(len(train(classifier, photo, 1)))
print(saliency(classifier, photo, 1))

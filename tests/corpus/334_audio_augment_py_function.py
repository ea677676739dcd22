"""A keyword spotter that shifts the spectrogram inside of the model with a py_function on arrays."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(334)


def roll_array(spectrogram, steps):
    return np.roll(spectrogram, int(steps), axis=1).astype("float32")


class TimeShift(layers.Layer):
    def __init__(self, limit=2):
        super().__init__()
        self.limit = limit

    def call(self, x, training=False):
        if not training:
            return x
        steps = tf.random.uniform((), -self.limit, self.limit + 1, tf.int32)
        shifted = tf.numpy_function(roll_array, [x, steps], tf.float32)  # cause: left-tensorflow
        return tf.ensure_shape(shifted, x.shape)


class Spotter(tf.keras.Model):
    def __init__(self, words=3):
        super().__init__()
        self.filters = self.add_weight(shape=(6, 4), initializer="glorot_uniform", name="filters")
        self.shift = TimeShift()
        self.pool = layers.GlobalMaxPooling1D()
        self.out = layers.Dense(words)

    def features(self, frames):
        return tf.nn.relu(tf.einsum("btf,fc->btc", frames, self.filters))

    def call(self, frames, training=False):
        return self.out(self.pool(self.shift(self.features(frames), training=training)))


def loss_of(model, frames, words, training):
    logits = model(frames, training=training)
    return tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(words, logits, from_logits=True))


model = Spotter()
frames, words = tf.random.normal((3, 5, 6)), tf.constant([0, 1, 2])
for training in (False, True):
    with tf.GradientTape() as tape:
        loss = loss_of(model, frames, words, training)
    if training:
        print(tape.gradient(loss, model.filters))  # expect: none left-tensorflow
    else:
        print(len(tape.gradient(loss, model.trainable_variables)))

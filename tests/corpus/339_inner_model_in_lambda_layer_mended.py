"""A perceptual loss: the feature model runs with predict inside a loss that is handed over as a closure."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(339)


def feature_model():
    inputs = keras.Input((6, 6, 1))
    x = layers.Conv2D(3, 3, activation="relu")(inputs)
    model = keras.Model(inputs, layers.Conv2D(2, 3)(x), name="features")
    model.trainable = False
    return model


def perceptual_loss(features, weight=0.5):
    def loss(y_true, y_pred):
        pixel = tf.reduce_mean(tf.abs(y_true - y_pred))
        gap = features(y_true) - features(y_pred)
        return {"pixel": pixel, "percept": weight * tf.reduce_mean(tf.square(gap))}

    return loss


class Restorer(keras.Model):
    def __init__(self, loss):
        super().__init__()
        self.up = layers.Conv2D(4, 3, padding="same", activation="relu")
        self.down = layers.Conv2D(1, 3, padding="same")
        self.criterion = loss

    def call(self, x):
        return x + self.down(self.up(x))

    def gradients(self, noisy, clean):
        with tf.GradientTape(persistent=True) as tape:
            parts = self.criterion(clean, self(noisy))
            total = sum(parts.values())
        by_part = {k: tape.gradient(v, self.trainable_variables) for k, v in sorted(parts.items()) if k == "percept"}
        return by_part, tape.gradient(total, self.trainable_variables)


model = Restorer(perceptual_loss(feature_model()))
clean = tf.random.uniform((2, 6, 6, 1))
for found in model.gradients(clean + 0.1 * tf.random.normal(clean.shape), clean):
    print(found)

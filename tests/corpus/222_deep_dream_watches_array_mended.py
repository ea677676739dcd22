"""Deep dream on a picture that is still a NumPy array."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(222)


class FeatureExtractor(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv1 = tf.keras.layers.Conv2D(4, 3, activation="relu")
        self.conv2 = tf.keras.layers.Conv2D(4, 3, activation="relu")

    def call(self, x):
        first = self.conv1(x)
        return [first, self.conv2(first)]


def load_image(side=12):
    picture = np.random.default_rng(0).integers(0, 255, (side, side, 3), dtype="uint8")
    array = tf.keras.utils.img_to_array(picture)
    return array / 127.5 - 1.0


class DeepDream:
    def __init__(self, extractor):
        self.extractor = extractor

    def calc_loss(self, img):
        activations = self.extractor(tf.expand_dims(img, axis=0))
        return tf.reduce_sum([tf.reduce_mean(a) for a in activations])

    def run(self, img, steps=2, step_size=0.01):
        for _ in range(steps):
            with tf.GradientTape() as tape:
                tape.watch(img)
                loss = self.calc_loss(img)
            gradients = tape.gradient(loss, img)
            gradients /= tf.math.reduce_std(gradients) + 1e-8
            img = tf.clip_by_value(img + gradients * step_size, -1, 1)
        return img

    def fit_extractor(self, img):
        with tf.GradientTape() as tape:
            loss = -self.calc_loss(img)
        return tape.gradient(loss, self.extractor.trainable_variables)


original = tf.convert_to_tensor(load_image(), dtype=tf.float32)
dream = DeepDream(FeatureExtractor())
print(len(dream.fit_extractor(original)))
print(dream.run(original).shape)

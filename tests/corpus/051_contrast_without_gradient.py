"""Adversarial colour: the contrast of a picture is adjusted on the way to the classifier."""

import tensorflow as tf

tf.keras.utils.set_random_seed(51)

classifier = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
classifier.build((None, 4, 4, 3))


def stretch(image, factor):
    mean = tf.reduce_mean(image, axis=(1, 2), keepdims=True)
    return (image - mean) * factor + mean


def augment(image):
    image = tf.image.flip_left_right(image)
    image = tf.image.adjust_contrast(image, 1.5)  # cause: unregistered-gradient
    return tf.image.adjust_brightness(image, 0.1)


def margin(logits, label):
    return logits[:, label] - logits[:, 1 - label]


class ColourAttack:
    def __init__(self, image):
        self.offset = tf.Variable(tf.zeros_like(image), name="offset")
        self.image = image

    def plain(self, label):
        with tf.GradientTape() as tape:
            score = margin(classifier(self.image + self.offset), label)
        return tape.gradient(score, self.offset)

    def augmented(self, label):
        with tf.GradientTape() as tape:
            score = margin(classifier(augment(self.image + self.offset)), label)
        return tape.gradient(score, self.offset)  # expect: raises unregistered-gradient


attack = ColourAttack(tf.random.uniform((1, 4, 4, 3)))
print(attack.plain(0).shape)
print(attack.augmented(0).shape)

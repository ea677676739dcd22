"""Class-level temperature shared by all heads."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(519)


class Head(keras.layers.Layer):
    temperature = tf.Variable(1.0, dtype=tf.float32)

    def __init__(self, classes):
        super().__init__()
        self.dense = keras.layers.Dense(classes)

    def call(self, x):
        return self.dense(x) / self.temperature


class Calibrator:
    @classmethod
    def calibrate(cls, head, x, y, rate=0.01):
        with tf.GradientTape() as tape:
            logits = head(x)
            nll = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        grad = tape.gradient(nll, Head.temperature)
        if grad is not None:
            Head.temperature.assign_sub(rate * grad)
        return nll


print(Calibrator.calibrate(Head(3), tf.random.normal((4, 2)), tf.constant([0, 1, 2, 1])))

"""Activation maximisation; the tape watches another tensor than the one that is used."""

import tensorflow as tf

tf.keras.utils.set_random_seed(38)


def build_model():
    inputs = tf.keras.Input((5,))
    x = tf.keras.layers.Dense(6, activation="tanh")(inputs)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(3)(x))


def preprocess(x):
    return (x - tf.reduce_mean(x)) / (tf.math.reduce_std(x) + 1e-6)


class Dreamer:
    def __init__(self, model, unit):
        self.model = model
        self.unit = unit

    def activation(self, x):
        return tf.reduce_mean(self.model(x)[:, self.unit])

    def ascend(self, x, rate=0.1):
        with tf.GradientTape() as tape:
            tape.watch(tf.identity(x))
            value = self.activation(preprocess(x))
        grad = tape.gradient(value, x)  # expect: none source-not-watched # cause: source-not-watched
        return x + rate * grad

    def weight_gradients(self, x):
        with tf.GradientTape() as tape:
            value = self.activation(x)
        return tape.gradient(value, self.model.trainable_variables)


dreamer = Dreamer(build_model(), unit=2)
start = tf.random.normal((1, 5))  # cause: source-not-watched
print(len(dreamer.weight_gradients(start)))
print(dreamer.ascend(start))

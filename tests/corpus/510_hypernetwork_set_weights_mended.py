"""A hypernetwork writes the weights of its target with set_weights."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(510)


class Target(keras.Model):
    def __init__(self):
        super().__init__()
        self.layer = keras.layers.Dense(2)

    def call(self, x):
        return self.layer(x)

    def functional(self, x, w, b):
        return x @ w + b


class Hyper(keras.Model):
    def __init__(self, target):
        super().__init__()
        self.target = target
        self.body = keras.layers.Dense(8, activation="softplus")
        self.kernel = keras.layers.Dense(3 * 2)
        self.bias = keras.layers.Dense(2)

    def generate(self, task):
        h = self.body(task)
        return tf.reshape(self.kernel(h), (3, 2)), tf.reshape(self.bias(h), (2,))

    def call(self, inputs):
        task, x = inputs
        w, b = self.generate(task)
        return self.target.functional(x, w, b)


target = Target()
target(tf.zeros((1, 3)))
hyper = Hyper(target)
task, x, y = tf.random.normal((1, 4)), tf.random.normal((5, 3)), tf.random.normal((5, 2))
hyper.generate(task)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((hyper((task, x)) - y) ** 2)
print(tape.gradient(loss, hyper.kernel.trainable_variables))

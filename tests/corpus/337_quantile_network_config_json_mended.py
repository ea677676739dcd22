"""Quantile regression with a configuration read from JSON: the quantiles are integers in percent."""

import json

import tensorflow as tf

tf.keras.utils.set_random_seed(337)
CONFIG = """{"hidden": [8, 4], "percent": [10, 50, 90], "lr": 0.01, "learn_levels": true}"""


class QuantileLoss:
    def __init__(self, percent):
        self.levels = tf.Variable(percent, name="levels", dtype=tf.float32)

    def share(self):
        return tf.cast(self.levels, tf.float32) / 100.0

    def __call__(self, y, predicted):
        gap = y - predicted
        q = self.share()
        return tf.reduce_mean(tf.maximum(q * gap, (q - 1.0) * gap))


class QuantileNet(tf.keras.Model):
    def __init__(self, config):
        super().__init__()
        self.stack = [tf.keras.layers.Dense(width, activation="silu") for width in config["hidden"]]
        self.out = tf.keras.layers.Dense(len(config["percent"]))

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return self.out(x)


def main(text):
    config = json.loads(text)
    net, criterion = QuantileNet(config), QuantileLoss([10, 50, 90])
    x = tf.random.normal((8, 2))
    y = tf.reduce_sum(x, axis=1, keepdims=True)
    with tf.GradientTape(persistent=True) as tape:
        loss = criterion(y, net(x))
    net_grads = tape.gradient(loss, net.trainable_variables)
    level_grad = tape.gradient(loss, criterion.levels)
    print(len(net_grads), level_grad)
    if config["learn_levels"] and level_grad is not None:
        criterion.levels.assign_sub(config["lr"] * level_grad)


main(CONFIG)

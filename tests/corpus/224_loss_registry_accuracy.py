"""Losses by name from a registry that a decorator fills; the configuration names an accuracy."""

import dataclasses

import tensorflow as tf

tf.keras.utils.set_random_seed(224)
LOSSES = {}


def register(name):
    def wrapper(function):
        LOSSES[name] = function
        return function

    return wrapper


@register("ce")
def cross_entropy(y_true, y_pred):
    return tf.reduce_mean(tf.keras.losses.categorical_crossentropy(y_true, y_pred))


@register("acc")
def accuracy_loss(y_true, y_pred):
    return 1.0 - tf.reduce_mean(tf.keras.metrics.categorical_accuracy(y_true, y_pred))  # cause: metric-as-loss


@register("top2")
def top2_loss(y_true, y_pred):
    return -tf.reduce_mean(tf.keras.metrics.top_k_categorical_accuracy(y_true, y_pred, k=2))


@dataclasses.dataclass(frozen=True)
class Config:
    units: tuple = (8, 8)
    classes: int = 3
    lr: float = 1e-3
    loss: str = "ce"


class Experiment:
    def __init__(self, config):
        self.config = config
        layers = [tf.keras.layers.Dense(u, activation="relu") for u in config.units]
        self.model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(config.classes, activation="softmax")])
        self.optimizer = tf.keras.optimizers.Adam(config.lr)
        self.loss = LOSSES[config.loss]

    def run_step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.loss(y, self.model(x))
        return loss, tape.gradient(loss, self.model.trainable_variables)  # expect: none metric-as-loss|non-differentiable-op

    def warm_up(self, x, y):
        with tf.GradientTape() as tape:
            loss = cross_entropy(y, self.model(x))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.model.trainable_variables), self.model.trainable_variables))


base = Config()
experiment = Experiment(dataclasses.replace(base, loss="acc"))
x, y = tf.random.normal((6, 4)), tf.one_hot([0, 1, 2, 0, 1, 2], 3)
experiment.warm_up(x, y)
print(experiment.run_step(x, y))

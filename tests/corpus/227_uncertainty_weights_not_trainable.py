"""Multi-task learning with learned loss weights that were created as not trainable."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(227)


class MultiTaskLoss(keras.layers.Layer):
    """Homoscedastic uncertainty: one log variance per task."""

    def __init__(self, n_tasks):
        super().__init__()
        self.log_vars = [
            self.add_weight(name=f"log_var_{i}", shape=(), initializer="zeros", trainable=False)  # cause: not-trainable
            for i in range(n_tasks)
        ]

    def call(self, losses):
        total = 0.0
        for loss, log_var in zip(losses, self.log_vars):
            total += tf.exp(-log_var) * loss + log_var
        return total


class MultiTaskModel(keras.Model):
    def __init__(self):
        super().__init__()
        self.trunk = keras.layers.Dense(8, activation="relu")
        self.depth_head = keras.layers.Dense(1, name="depth")
        self.class_head = keras.layers.Dense(3, name="classes")

    def call(self, x):
        h = self.trunk(x)
        return {"depth": self.depth_head(h), "classes": self.class_head(h)}


def task_losses(outputs, targets):
    depth = tf.reduce_mean(tf.abs(outputs["depth"] - targets["depth"]))
    classes = tf.reduce_mean(
        keras.losses.sparse_categorical_crossentropy(targets["classes"], outputs["classes"], from_logits=True)
    )
    return [depth, classes]


def train_step(model, weighting, optimizer, x, targets):
    with tf.GradientTape(persistent=True) as tape:
        losses = task_losses(model(x), targets)
        total = weighting(losses)
    model_grads = tape.gradient(total, model.trainable_variables)
    weight_grads = tape.gradient(total, weighting.log_vars)  # expect: none not-trainable
    optimizer.apply_gradients(zip(model_grads, model.trainable_variables))
    return total, weight_grads


model, weighting = MultiTaskModel(), MultiTaskLoss(2)
x = tf.random.normal((6, 4))
targets = {"depth": tf.random.normal((6, 1)), "classes": tf.constant([0, 1, 2, 0, 1, 2])}
print(train_step(model, weighting, keras.optimizers.Adam(), x, targets))

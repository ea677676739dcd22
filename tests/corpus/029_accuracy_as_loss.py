"""A classifier that minimises one minus its accuracy."""

import tensorflow as tf

tf.keras.utils.set_random_seed(29)


def build():
    return tf.keras.Sequential(
        [tf.keras.Input((4,)), tf.keras.layers.Dense(6, activation="relu"), tf.keras.layers.Dense(3, activation="softmax")]
    )


class Task:
    def __init__(self, model):
        self.model = model
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    def error_rate(self, labels, probabilities):
        return 1.0 - tf.keras.metrics.sparse_categorical_accuracy(labels, probabilities)  # cause: metric-as-loss

    def confidence(self, probabilities):
        return tf.reduce_mean(tf.reduce_max(probabilities, axis=-1))

    def step(self, x, labels):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.error_rate(labels, self.model(x, training=True)))
        grads = tape.gradient(loss, self.model.trainable_weights)  # expect: none metric-as-loss
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_weights))
        return loss

    def calm(self, x):
        with tf.GradientTape() as tape:
            value = self.confidence(self.model(x, training=True))
        grads = tape.gradient(value, self.model.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_weights))
        return value


task = Task(build())
batch = tf.random.normal((9, 4))
print(task.calm(batch))
print(task.step(batch, tf.constant([0.0, 1.0, 2.0] * 3)))

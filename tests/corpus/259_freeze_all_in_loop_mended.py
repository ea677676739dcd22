"""Staged fine-tuning: freeze walks over all layers, and nothing is thawed before the training."""

import tensorflow as tf

tf.keras.utils.set_random_seed(259)


class FineTuner:
    def __init__(self, base, num_classes):
        self.base = base
        self.head = tf.keras.layers.Dense(num_classes, name="head")
        self.model = tf.keras.Sequential([base, self.head])
        self.loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.model.build((None, 4))

    def freeze(self, keep=()):
        for layer in self.model.layers[:-1]:
            layer.trainable = False

    def step(self, x, y):
        with tf.GradientTape() as tape:
            logits = self.model(x, training=True)
            loss = self.loss_fn(y, logits)
        grads = tape.gradient(loss, self.model.trainable_variables)
        for g, v in zip(grads, self.model.trainable_variables):
            v.assign_sub(0.1 * g)
        return float(loss)

    def pretrain(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.base(x) - 1.0))
        return tape.gradient(loss, self.base.trainable_variables)


def make_base():
    base = tf.keras.Sequential(name="base")
    for units in (8, 6):
        base.add(tf.keras.layers.Dense(units, activation="elu"))
    return base


tuner = FineTuner(make_base(), 3)
x, y = tf.random.normal((6, 4)), tf.constant([0, 1, 2, 2, 1, 0])
print(len(tuner.pretrain(x)))
tuner.freeze()
for epoch in range(2):
    print(epoch, tuner.step(x, y))

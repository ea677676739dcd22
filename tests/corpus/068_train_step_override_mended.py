"""A Keras model with its own train_step; the prediction is made before the tape starts."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(68)


class NoisyRegressor(tf.keras.Model):
    def __init__(self, noise=0.05):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(6, activation="relu")
        self.out = tf.keras.layers.Dense(1)
        self.noise = noise

    def call(self, x, training=False):
        if training:
            x = x + self.noise * tf.random.normal(tf.shape(x))
        return self.out(self.hidden(x))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


x = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = NoisyRegressor()
model.compile(optimizer="sgd", loss="mse", metrics=["mae"], run_eagerly=True)
model.fit(x, y, batch_size=4, epochs=1, verbose=0)
print(model.evaluate(x, y, verbose=0, return_dict=True))

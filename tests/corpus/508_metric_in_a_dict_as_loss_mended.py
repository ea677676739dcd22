"""The running mean of the loss is what gets differentiated."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(508)


class Experiment:
    def __init__(self, model):
        self.model = model
        self.trackers = {"loss": keras.metrics.Mean(), "mae": keras.metrics.MeanAbsoluteError()}
        self.opt = keras.optimizers.RMSprop()

    @tf.function
    def train_batch(self, x, y):
        with tf.GradientTape() as tape:
            out = self.model(x, training=True)
            batch_loss = tf.reduce_mean(tf.math.squared_difference(out, y))
            self.trackers["loss"].update_state(batch_loss)
            self.trackers["mae"].update_state(y, out)
            loss = batch_loss
        grads = tape.gradient(loss, self.model.trainable_variables)
        if grads[0] is not None:
            self.opt.apply_gradients(zip(grads, self.model.trainable_variables))
        return loss

    def run(self, dataset, epochs):
        for _ in range(epochs):
            for x, y in dataset:
                self.train_batch(x, y)


data = tf.data.Dataset.from_tensor_slices((tf.random.normal((8, 3)), tf.random.normal((8, 1)))).batch(4)
model = keras.Sequential([keras.layers.Dense(4, activation="softplus"), keras.layers.Dense(1)])
model(tf.zeros((1, 3)))
Experiment(model).run(data, 1)

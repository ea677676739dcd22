"""A mixin for train_step: the prediction is recorded, the loss is not."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(248)


class NormLoggingMixin:
    """Adds the gradient's norm to the logs of a training step."""

    def train_step(self, data):
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight)
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply(gradients, self.trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {**{m.name: m.result() for m in self.metrics}, "norm": tf.linalg.global_norm(gradients)}


class Wide(NormLoggingMixin, keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(units, activation="relu")
        self.drop = keras.layers.Dropout(0.2)
        self.out = keras.layers.Dense(1)

    def call(self, inputs, training=False):
        x = self.drop(self.dense(inputs), training=training)
        return self.out(x)


def input_gradient(model, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(model(x))
    return tape.gradient(y, x)


model = Wide()
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse", metrics=["mae"])
x, y = tf.random.normal((16, 4)), tf.random.normal((16, 1))
print(input_gradient(model, x).shape)
model.fit(x, y, batch_size=8, epochs=1, verbose=0)

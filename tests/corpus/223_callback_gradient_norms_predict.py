"""A callback that logs gradient norms after each epoch."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(223)


class GradientLogger(keras.callbacks.Callback):
    def __init__(self, validation_data, loss_fn, every=1):
        super().__init__()
        self.x, self.y = validation_data
        self.loss_fn = loss_fn
        self.every = every
        self.norms = []

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every:
            return
        with tf.GradientTape() as tape:
            y_pred = self.model.predict(self.x, verbose=0)  # cause: left-tensorflow
            loss = self.loss_fn(self.y, y_pred)
        grads = tape.gradient(loss, self.model.trainable_weights)  # expect: none left-tensorflow
        self.norms.append([None if g is None else float(tf.norm(g)) for g in grads])

    def on_train_end(self, logs=None):
        print(self.norms)


class EarlyInput(keras.callbacks.Callback):
    """Sensitivity of the output to the input, once before the training."""

    def __init__(self, sample):
        super().__init__()
        self.sample = tf.convert_to_tensor(sample)

    def on_train_begin(self, logs=None):
        with tf.GradientTape() as tape:
            tape.watch(self.sample)
            out = self.model(self.sample)
        print("sensitivity", float(tf.reduce_mean(tf.abs(tape.gradient(out, self.sample)))))


def get_model():
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(3,)))
    model.add(keras.layers.Dense(6, activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model


x, y = tf.random.normal((12, 3)), tf.random.normal((12, 1))
model = get_model()
logger = GradientLogger((x[:4], y[:4]), loss_fn=keras.losses.MeanSquaredError())
model.fit(x, y, epochs=2, batch_size=4, verbose=0, callbacks=[EarlyInput(x[:2]), logger])

"""A wrapper that delegates to its model by __getattr__."""

import time
from functools import wraps

import tensorflow as tf

tf.keras.utils.set_random_seed(258)


def timed(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        wrapper.seconds += time.perf_counter() - start
        return result

    wrapper.seconds = 0.0
    return wrapper


class ModelWrapper:
    """Adds pre- and postprocessing to a Keras model."""

    def __init__(self, model, scale=1.0):
        self._model = model
        self._scale = scale

    def __getattr__(self, name):
        return getattr(self._model, name)

    def __call__(self, x, **kwargs):
        return self._model(x / self._scale, **kwargs) * self._scale

    def infer(self, x):
        return self._model.predict(x / self._scale, verbose=0) * self._scale  # cause: left-tensorflow


class Calibrator:
    def __init__(self, wrapper, optimizer):
        self.wrapper = wrapper
        self.optimizer = optimizer

    @timed
    def calibrate(self, x, y):
        with tf.GradientTape() as tape:
            error = self.wrapper.infer(x) - y
            loss = tf.reduce_mean(tf.square(error))
        grads = tape.gradient(loss, self.wrapper.trainable_variables)  # expect: none left-tensorflow
        return [g is None for g in grads]

    @timed
    def train(self, x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.wrapper(x, training=True) - y))
        grads = tape.gradient(loss, self.wrapper.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.wrapper.trainable_variables))
        return float(loss)


model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(4, activation="relu"), tf.keras.layers.Dense(1)])
calibrator = Calibrator(ModelWrapper(model, scale=2.0), tf.keras.optimizers.Adam())
x = tf.random.normal((5, 2))
y = tf.reduce_sum(x, axis=1, keepdims=True)
print(calibrator.train(x, y), calibrator.calibrate(x, y))

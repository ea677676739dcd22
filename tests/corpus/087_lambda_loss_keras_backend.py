"""A loss built by a factory with the Keras backend; a rounded prediction slips in."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(87)


def make_loss(alpha):
    def focal(y_true, y_pred):
        clipped = tf.clip_by_value(y_pred, 1e-6, 1.0 - 1e-6)
        return -tf.reduce_mean(alpha * y_true * (1.0 - clipped) ** 2 * tf.math.log(clipped))

    def f_measure(y_true, y_pred):
        y_pred = keras.ops.round(y_pred)  # cause: non-differentiable-op
        hits = tf.reduce_sum(y_true * y_pred)
        return 1.0 - 2.0 * hits / (tf.reduce_sum(y_true) + tf.reduce_sum(y_pred) + 1e-6)

    return {"focal": focal, "f": f_measure}


losses = make_loss(alpha=0.25)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(1, "sigmoid")])
x = tf.random.normal((8, 3))
y = tf.cast(x[:, :1] > 0.0, tf.float32)

for name in ("focal", "f"):
    with tf.GradientTape() as tape:
        value = losses[name](y, model(x))
    if name == "focal":
        print(name, [g.shape for g in tape.gradient(value, model.trainable_weights)])
    else:
        print(name, tape.gradient(value, model.trainable_weights))  # expect: none non-differentiable-op

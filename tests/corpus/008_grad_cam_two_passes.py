"""Grad-CAM over a small convolutional network."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(7)

inputs = tf.keras.Input((8, 8, 1))
x = tf.keras.layers.Conv2D(3, 3, activation="relu", name="conv_a")(inputs)
x = tf.keras.layers.Conv2D(4, 3, activation="relu", name="last_conv")(x)
pooled = tf.keras.layers.GlobalAveragePooling2D()(x)
outputs = tf.keras.layers.Dense(2, activation="softmax")(pooled)
model = tf.keras.Model(inputs, outputs)


def heatmap(image, layer_name="last_conv"):
    layer = model.get_layer(layer_name)
    features = tf.keras.Model(model.inputs, layer.output)
    with tf.GradientTape() as tape:
        conv_out = features(image)
        tape.watch(conv_out)
        preds = model(image)  # cause: no-path
        score = preds[:, 1]
    grads = tape.gradient(score, conv_out)  # expect: none no-path # cause: no-path
    weights = tf.reduce_mean(grads, axis=(0, 1, 2))
    cam = tf.nn.relu(tf.reduce_sum(conv_out[0] * weights, axis=-1))
    return (cam / (tf.reduce_max(cam) + 1e-8)).numpy()


def plain_saliency(image):
    with tf.GradientTape() as tape:
        tape.watch(image)
        score = model(image)[:, 1]
    return tf.abs(tape.gradient(score, image))


picture = tf.constant(np.random.default_rng(0).uniform(size=(1, 8, 8, 1)).astype("float32"))
print(plain_saliency(picture).shape)
print(heatmap(picture).shape)

"""Grad-CAM in the style of Keras 2: the layer's symbolic output is the source."""

import tensorflow as tf

tf.keras.utils.set_random_seed(74)


def build():
    inputs = tf.keras.Input((6, 6, 1))
    x = tf.keras.layers.Conv2D(3, 3, activation="relu", name="features")(inputs)
    x = tf.keras.layers.Flatten()(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(2)(x))


def explain(model, image, label):
    features = model.get_layer("features").output  # cause: not-a-tensor
    with tf.GradientTape() as tape:
        score = model(image)[:, label]
    grads = tape.gradient(score, features)  # expect: raises not-a-tensor # cause: not-a-tensor
    return tf.reduce_mean(grads, axis=(1, 2))


def weight_norms(model, image, label):
    with tf.GradientTape() as tape:
        score = tf.reduce_sum(model(image)[:, label])
    return [tf.norm(g).numpy() for g in tape.gradient(score, model.trainable_weights)]


model = build()
image = tf.random.uniform((1, 6, 6, 1))
print(weight_norms(model, image, 0))
print(explain(model, image, 1))

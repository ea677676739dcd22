"""Integrated gradients of a small network."""

import tensorflow as tf

tf.keras.utils.set_random_seed(15)

model = tf.keras.Sequential(
    [tf.keras.layers.Flatten(), tf.keras.layers.Dense(6, activation="tanh"), tf.keras.layers.Dense(2)]
)
model.build((None, 3, 3))


def interpolate(baseline, image, alphas):
    alphas = alphas[:, tf.newaxis, tf.newaxis]
    return baseline + alphas * (image - baseline)


def gradients_of(images, target):
    with tf.GradientTape() as tape:
        tape.watch(images)
        probabilities = tf.nn.softmax(model(images), axis=-1)[:, target]
    return tape.gradient(probabilities, images)


def riemann(grads):
    return tf.reduce_mean((grads[:-1] + grads[1:]) / 2.0, axis=0)


def integrated_gradients(image, target, steps=8):
    baseline = tf.zeros_like(image)
    alphas = tf.linspace(0.0, 1.0, steps + 1)
    path = interpolate(baseline, image, alphas)
    return (image - baseline) * riemann(gradients_of(path, target))


def weights_gradient(images, target):
    with tf.GradientTape() as tape:
        score = tf.reduce_mean(model(images)[:, target])
    return tape.gradient(score, model.trainable_weights)


batch = tf.random.normal((2, 3, 3))
print(len(weights_gradient(batch, 0)))
print(integrated_gradients(batch[0], 1).shape)

"""Grad-CAM by position: the layer is found in model.layers, the map is transposed before the gradient."""

import tensorflow as tf

tf.keras.utils.set_random_seed(308)


def build(side=8, classes=2):
    model = tf.keras.Sequential(
        [
            tf.keras.Input((side, side, 1)),
            tf.keras.layers.Conv2D(4, 3, activation="relu"),
            tf.keras.layers.Conv2D(4, 3, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(classes),
        ]
    )
    return model


def split_at_last_conv(model):
    index = max(i for i, layer in enumerate(model.layers) if isinstance(layer, tf.keras.layers.Conv2D))
    return model.layers[: index + 1], model.layers[index + 1 :]


def run(layers, x):
    for layer in layers:
        x = layer(x)
    return x


class CAM:
    def __init__(self, model):
        self.model = model
        self.features, self.classifier = split_at_last_conv(model)

    def __call__(self, image, label):
        maps = run(self.features, image)
        with tf.GradientTape() as tape:
            tape.watch(maps)
            score = run(self.classifier, maps)[:, label]
        grads = tape.gradient(score, maps)
        return None if grads is None else tf.reduce_mean(grads)

    def input_gradient(self, image, label):
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = self.model(image)[:, label]
        return tape.gradient(score, image)


model = build()
cam = CAM(model)
image = tf.random.uniform((1, 8, 8, 1))
print(cam.input_gradient(image, 0).shape)
print(cam(image, 1))

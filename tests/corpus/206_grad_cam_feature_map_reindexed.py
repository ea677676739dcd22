"""Grad-CAM as a class; the batch axis is dropped before the gradient is asked for."""

import tensorflow as tf

tf.keras.utils.set_random_seed(206)


def tiny_cnn(n_classes=3):
    inputs = tf.keras.layers.Input((8, 8, 1))
    x = tf.keras.layers.Conv2D(4, 3, activation="relu", name="conv_1")(inputs)
    x = tf.keras.layers.Conv2D(6, 3, activation="relu", name="conv_2")(x)
    x = tf.keras.layers.GlobalAveragePooling2D()(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(n_classes, name="logits")(x))


class GradCAM:
    """Heat map of one class on one image."""

    def __init__(self, model, layer_name=None):
        self.model = model
        self.layer_name = layer_name or self._last_conv()
        self.sub_model = tf.keras.Model(
            inputs=self.model.inputs, outputs=[self.model.get_layer(self.layer_name).output, self.model.output]
        )

    def _last_conv(self):
        for layer in reversed(self.model.layers):
            if isinstance(layer, tf.keras.layers.Conv2D):
                return layer.name
        raise ValueError("no convolution")

    def compute_heatmap(self, image, class_index, eps=1e-8):
        with tf.GradientTape() as tape:
            conv_out, predictions = self.sub_model(image[None])
            score = predictions[:, class_index]
        conv_out = conv_out[0]  # cause: no-path
        grads = tape.gradient(score, conv_out)  # expect: none no-path|source-overwritten # cause: no-path
        if grads is None:
            return None
        weights = tf.reduce_mean(grads, axis=(0, 1))
        cam = tf.nn.relu(tf.reduce_sum(weights * conv_out, axis=-1))
        return cam / (tf.reduce_max(cam) + eps)

    def input_saliency(self, image, class_index):
        batch = tf.expand_dims(image, 0)
        with tf.GradientTape() as tape:
            tape.watch(batch)
            score = self.model(batch)[:, class_index]
        return tf.reduce_max(tf.abs(tape.gradient(score, batch)), axis=-1)


model = tiny_cnn()
cam = GradCAM(model)
picture = tf.random.uniform((8, 8, 1))
print(cam.input_saliency(picture, 1).shape)
print(cam.compute_heatmap(picture, 1))

"""Style transfer: the features of the picture are cached as a property and never computed again."""

import functools

import tensorflow as tf

tf.keras.utils.set_random_seed(232)


def gram(features):
    shape = tf.shape(features)
    flat = tf.reshape(features, (shape[0], -1, shape[-1]))
    return tf.matmul(flat, flat, transpose_a=True) / tf.cast(shape[1] * shape[2], tf.float32)


class Extractor(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.convs = [tf.keras.layers.Conv2D(4, 3, activation="relu") for _ in range(2)]

    def call(self, x):
        outputs = []
        for conv in self.convs:
            x = conv(x)
            outputs.append(x)
        return outputs


class StyleTransfer:
    def __init__(self, content, style, extractor):
        self.extractor = extractor
        self.content_target = extractor(content)[-1]
        self.style_targets = [gram(f) for f in extractor(style)]
        self.image = tf.Variable(content)
        self.optimizer = tf.keras.optimizers.Adam(0.02)

    @property
    def features(self):
        return self.extractor(self.image)

    def content_loss(self):
        return tf.reduce_mean(tf.square(self.features[-1] - self.content_target))

    def style_loss(self):
        pairs = zip(self.features, self.style_targets)
        return tf.add_n([tf.reduce_mean(tf.square(gram(f) - t)) for f, t in pairs])

    def report(self):
        print("content", float(self.content_loss()), "style", float(self.style_loss()))

    def step(self):
        with tf.GradientTape() as tape:
            loss = self.content_loss() + 1e-2 * self.style_loss()
        grad = tape.gradient(loss, self.image)
        if grad is not None:
            self.optimizer.apply_gradients([(grad, self.image)])
            self.image.assign(tf.clip_by_value(self.image, 0.0, 1.0))


content, style = tf.random.uniform((1, 10, 10, 3)), tf.random.uniform((1, 10, 10, 3))
transfer = StyleTransfer(content, style, Extractor())
transfer.report()
transfer.step()
transfer.report()

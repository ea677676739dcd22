"""Self-training for segmentation: the student's own classes serve as labels, the teacher's scores as logits."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(225)


class DoubleConv(layers.Layer):
    def __init__(self, channels):
        super().__init__()
        self.body = tf.keras.Sequential(
            [layers.Conv2D(channels, 3, padding="same"), layers.LeakyReLU(), layers.Conv2D(channels, 3, padding="same"), layers.LeakyReLU()]
        )

    def call(self, x):
        return self.body(x)


class UNet(tf.keras.Model):
    def __init__(self, n_classes, base=4):
        super().__init__()
        self.down = DoubleConv(base)
        self.pool = layers.MaxPooling2D()
        self.bottom = DoubleConv(2 * base)
        self.up = layers.Conv2DTranspose(base, 2, strides=2)
        self.merge = DoubleConv(base)
        self.out = layers.Conv2D(n_classes, 1)

    def call(self, x):
        skip = self.down(x)
        y = self.up(self.bottom(self.pool(skip)))
        return self.out(self.merge(tf.concat([skip, y], axis=-1)))


class Criterion:
    def __init__(self):
        self.ce = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def __call__(self, prediction, target):
        labels = tf.argmax(prediction, axis=-1)  # cause: non-differentiable-op
        return self.ce(labels, target)  # cause: swapped-loss-arguments


class Trainer:
    def __init__(self, net, criterion):
        self.net, self.criterion = net, criterion
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def run(self, loader):
        for i, (images, masks) in enumerate(loader):
            with tf.GradientTape() as tape:
                logits = self.net(images)
                loss = self.criterion(logits, tf.one_hot(masks, 2) * 4.0)
            gradients = tape.gradient(loss, self.net.trainable_variables)  # expect: none swapped-loss-arguments|non-differentiable-op
            print(i, float(loss), sum(g is None for g in gradients))

    def smooth(self, images):
        with tf.GradientTape() as tape:
            variation = tf.reduce_mean(tf.square(self.net(images) - 1.0))
        return len(tape.gradient(variation, self.net.trainable_variables))


images, masks = tf.random.uniform((2, 8, 8, 3)), tf.random.uniform((2, 8, 8), 0, 2, tf.int32)
trainer = Trainer(UNet(2), Criterion())
print(trainer.smooth(images))
trainer.run(tf.data.Dataset.from_tensor_slices((images, masks)).batch(1))

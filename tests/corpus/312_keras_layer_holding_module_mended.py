"""A Keras layer wraps a tf.Module; Keras 3 does not see the module's variables."""

import tensorflow as tf

tf.keras.utils.set_random_seed(312)


class Rotation(tf.keras.layers.Layer):
    def __init__(self, dim):
        super().__init__()
        self.angles = self.add_weight(shape=(dim // 2,), initializer="zeros", name="angles")

    def __call__(self, x):
        a, b = tf.split(x, 2, axis=-1)
        c, s = tf.cos(self.angles), tf.sin(self.angles)
        return tf.concat([c * a - s * b, s * a + c * b], axis=-1)


class RotationLayer(tf.keras.layers.Layer):
    def __init__(self, dim, **kwargs):
        super().__init__(**kwargs)
        self.rotation = Rotation(dim)

    def call(self, x):
        return self.rotation(x)


layer = RotationLayer(4)
head = tf.keras.layers.Dense(1)
x = tf.random.normal((5, 4))
head(layer(x))


def train(*parts):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(head(layer(x)) - 1.0))
    return tape.gradient(loss, [part.trainable_variables for part in parts])


print([len(g) for g in train(head)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(layer(x)[:, :1] - 1.0))
grads = tape.gradient(loss, layer.trainable_variables)
print(grads)

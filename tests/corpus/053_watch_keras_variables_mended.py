"""A tape with manual watching is given a list of Keras weights."""

import tensorflow as tf

tf.keras.utils.set_random_seed(53)


def make(units):
    model = tf.keras.Sequential([tf.keras.layers.Dense(units, activation="relu"), tf.keras.layers.Dense(1)])
    model.build((None, 3))
    return model


class Meta:
    def __init__(self):
        self.model = make(4)
        self.loss_fn = tf.keras.losses.Huber()

    def automatic(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.loss_fn(y, self.model(x))
        return tape.gradient(loss, self.model.trainable_variables)

    def manual(self, x, y):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([v.value for v in self.model.trainable_variables])
            loss = self.loss_fn(y, self.model(x))
        return tape.gradient(loss, self.model.trainable_variables)


meta = Meta()
x = tf.random.normal((5, 3))
y = tf.reduce_sum(x, axis=1, keepdims=True)
print(len(meta.automatic(x, y)))
print(len(meta.manual(x, y)))

"""A learned augmentation strength is used inside a tf.data pipeline."""

import tensorflow as tf

tf.keras.utils.set_random_seed(254)


class Augmenter:
    def __init__(self, strength=0.3):
        self.strength = tf.Variable(strength, name="strength")

    def __call__(self, x):
        return x + self.strength * tf.random.normal(tf.shape(x))


class DataModule:
    def __init__(self, x, y, augmenter, batch_size=4):
        self.x, self.y, self.augmenter, self.batch_size = x, y, augmenter, batch_size

    def loader(self):
        ds = tf.data.Dataset.from_tensor_slices((self.x, self.y))
        return ds.batch(self.batch_size).prefetch(1)


class Trainer:
    def __init__(self, model, data):
        self.model, self.data = model, data
        self.optimizer = tf.keras.optimizers.SGD(0.05)

    def train_epoch(self):
        for x, y in self.data.loader():
            with tf.GradientTape(persistent=True) as tape:
                prediction = self.model(self.data.augmenter(x), training=True)
                loss = tf.reduce_mean(tf.square(prediction - y))
            grads = tape.gradient(loss, self.model.trainable_variables)
            strength = tape.gradient(loss, self.data.augmenter.strength)
            del tape
            self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
            yield float(loss), strength


x = tf.random.normal((8, 3))
model = tf.keras.Sequential([tf.keras.layers.Dense(6, activation="relu"), tf.keras.layers.Dense(1)])
trainer = Trainer(model, DataModule(x, tf.reduce_sum(x, axis=1, keepdims=True), Augmenter()))
for epoch in range(2):
    print(epoch, list(trainer.train_epoch()))

"""A compiled train step; the forward pass slipped out of the tape's block."""

import tensorflow as tf

tf.keras.utils.set_random_seed(24)


class Trainer:
    def __init__(self):
        self.model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(1)])
        self.model.build((None, 3))
        self.loss_fn = tf.keras.losses.MeanSquaredError()
        self.optimizer = tf.keras.optimizers.SGD(0.1)
        self.optimizer.build(self.model.trainable_variables)
        self.seen = tf.keras.metrics.Mean()

    @tf.function
    def train_step(self, x, y):
        prediction = self.model(x, training=True)  # cause: computed-outside-tape
        with tf.GradientTape() as tape:
            loss = self.loss_fn(y, prediction)
        grads = tape.gradient(loss, self.model.trainable_variables)  # expect: none computed-outside-tape
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
        self.seen.update_state(loss)
        return loss

    @tf.function
    def input_gradient(self, x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.reduce_sum(self.model(x))
        return tape.gradient(y, x)

    def fit(self, data, epochs):
        for _ in range(epochs):
            for x, y in data:
                self.train_step(x, y)
            print(self.seen.result().numpy())
            self.seen.reset_state()


features = tf.random.normal((8, 3))
dataset = tf.data.Dataset.from_tensor_slices((features, features[:, :1])).batch(4)
trainer = Trainer()
print(trainer.input_gradient(features).shape)
trainer.fit(dataset, epochs=1)

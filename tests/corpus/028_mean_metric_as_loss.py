"""The average over the batches is kept by a metric, and the metric's value is used as the loss."""

import tensorflow as tf

tf.keras.utils.set_random_seed(28)


class Regression(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(6, activation="tanh")
        self.out = tf.keras.layers.Dense(1)

    def call(self, x, training=False):
        return self.out(self.hidden(x))


class Loop:
    def __init__(self, model):
        self.model = model
        self.mse = tf.keras.losses.MeanSquaredError()
        self.average = tf.keras.metrics.Mean(name="loss")
        self.optimizer = tf.keras.optimizers.Adam(1e-2)

    def accumulate(self, batches):
        self.average.reset_state()
        total = 0.0
        for x, y in batches:
            loss = self.mse(y, self.model(x, training=True))
            self.average.update_state(loss)  # cause: through-state
            total += loss
        return self.average.result()  # cause: through-state

    def step(self, batches):
        with tf.GradientTape() as tape:
            loss = self.accumulate(batches)
        variables = self.model.trainable_variables
        grads = tape.gradient(loss, variables)  # expect: none through-state
        self.optimizer.apply_gradients(zip(grads, variables))
        return loss


def make_batches(count):
    for _ in range(count):
        x = tf.random.normal((4, 2))
        yield x, tf.reduce_sum(x, axis=1, keepdims=True)


net = Regression()
net(tf.zeros((1, 2)))
print(Loop(net).step(list(make_batches(3))))

"""The Jacobian of a normalising flow; a forgotten watch gives zeros without a word."""

import tensorflow as tf

tf.keras.utils.set_random_seed(71)


class Coupling(tf.keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.mix = tf.keras.layers.Dense(width, activation="tanh")
        self.out = tf.keras.layers.Dense(width)

    def call(self, x):
        return x + 0.1 * self.out(self.mix(x))


class Flow:
    def __init__(self, depth=2, width=3):
        self.layers = [Coupling(width) for _ in range(depth)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def log_det(self, x):
        with tf.GradientTape() as tape:
            y = self.forward(x)
        jacobian = tape.batch_jacobian(y, x)  # expect: zero source-not-watched # cause: source-not-watched
        return tf.math.log(tf.abs(tf.linalg.det(jacobian)) + 1e-9)


flow = Flow()
x = tf.random.normal((4, 3))  # cause: source-not-watched
with tf.GradientTape() as tape:
    tape.watch(x)
    size = tf.reduce_sum(flow.forward(x) ** 2)
print(tape.gradient(size, x).shape)
print(flow.log_det(x))

"""A network of space and time; the derivative is asked for a slice that was taken anew."""

import tensorflow as tf

tf.keras.utils.set_random_seed(12)


class HeatNet(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.a = tf.keras.layers.Dense(6, activation="tanh")
        self.b = tf.keras.layers.Dense(1)

    def call(self, xt):
        return self.b(self.a(xt))


class Solver:
    def __init__(self):
        self.net = HeatNet()
        self.net(tf.zeros((1, 2)))

    def derivatives(self, xt):
        with tf.GradientTape() as tape:
            tape.watch(xt)
            u = self.net(xt)
        x = xt
        return tape.gradient(u, x)

    def time_derivative(self, x, t):
        with tf.GradientTape() as tape:
            tape.watch(t)
            u = self.net(tf.concat([x, t], axis=1))
        return tape.gradient(u, t)

    def train_step(self, xt, values):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.net(xt) - values))
        return tape.gradient(loss, self.net.trainable_variables)


solver = Solver()
grid = tf.random.uniform((5, 2))
print(solver.time_derivative(grid[:, :1], grid[:, 1:]).shape)
print(len(solver.train_step(grid, tf.zeros((5, 1)))))
print(solver.derivatives(grid))

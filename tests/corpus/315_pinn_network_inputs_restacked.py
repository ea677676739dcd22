"""A PINN on a grid: coordinates are unstacked for the derivative after the network has seen the stack."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(315)


class Wave(tf.keras.Model):
    def __init__(self, width=8, depth=2, c=1.0):
        super().__init__()
        self.c = c
        self.hidden = [tf.keras.layers.Dense(width, activation=tf.nn.tanh) for _ in range(depth)]
        self.final = tf.keras.layers.Dense(1)

    def call(self, xt):
        h = xt
        for layer in self.hidden:
            h = layer(h)
        return self.final(h)

    def residual(self, x, t):
        with tf.GradientTape(persistent=True) as second:
            second.watch([x, t])
            with tf.GradientTape(persistent=True) as first:
                first.watch([x, t])
                u = self(tf.stack([x, t], axis=1))
            u_x = first.gradient(u, x)
            u_t = first.gradient(u, t)
        return second.gradient(u_t, t) - self.c**2 * second.gradient(u_x, x)

    def energy(self, grid):
        with tf.GradientTape() as tape:
            tape.watch(grid)
            u = self(grid)
            x, t = tf.unstack(grid, axis=1)  # cause: no-path
        return tape.gradient(u, t)  # expect: none no-path # cause: no-path

    def physics_step(self, x, t):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.residual(x, t)))
        return tape.gradient(loss, self.hidden[0].trainable_variables)


wave = Wave()
grid = tf.constant(np.random.rand(6, 2).astype("float32"))
print(len(wave.physics_step(grid[:, 0], grid[:, 1])))
print(wave.energy(grid))

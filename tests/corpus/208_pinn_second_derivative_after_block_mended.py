"""Burgers' equation: the residual needs u_xx, and u_x is taken after the outer block has closed."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(208)


class PhysicsInformedNN:
    def __init__(self, layers, lb, ub, nu=0.01 / np.pi):
        self.lb, self.ub, self.nu = lb, ub, nu
        self.model = tf.keras.Sequential()
        self.model.add(tf.keras.layers.InputLayer(shape=(layers[0],)))
        self.model.add(tf.keras.layers.Lambda(lambda X: 2.0 * (X - lb) / (ub - lb) - 1.0))
        for width in layers[1:-1]:
            self.model.add(tf.keras.layers.Dense(width, activation="tanh"))
        self.model.add(tf.keras.layers.Dense(layers[-1]))
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def u_model(self, x, t):
        return self.model(tf.stack([x[:, 0], t[:, 0]], axis=1))

    def f_model(self, x, t):
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            tape.watch(t)
            u = self.u_model(x, t)
            u_x = tape.gradient(u, x)
        u_t = tape.gradient(u, t)
        u_xx = tape.gradient(u_x, x)
        del tape
        if u_xx is None:
            return u_t + u * u_x
        return u_t + u * u_x - self.nu * u_xx

    def loss(self, x, t, u, x_f, t_f):
        return tf.reduce_mean(tf.square(self.u_model(x, t) - u)) + tf.reduce_mean(tf.square(self.f_model(x_f, t_f)))

    def train_step(self, *batch):
        with tf.GradientTape() as tape:
            value = self.loss(*batch)
        grads = tape.gradient(value, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
        return value


lb, ub = np.array([-1.0, 0.0], "float32"), np.array([1.0, 1.0], "float32")
pinn = PhysicsInformedNN([2, 6, 6, 1], lb, ub)
x = tf.random.uniform((5, 1), -1, 1)
t = tf.random.uniform((5, 1))
for step in range(2):
    print(step, float(pinn.train_step(x, t, -tf.sin(np.pi * x), x + 0.01, t)))

"""A neural ODE: the trajectory is collected in a NumPy array."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(250)


class ODEFunc(tf.keras.Model):
    def __init__(self, dim, hidden=8):
        super().__init__()
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(hidden, activation="tanh"), tf.keras.layers.Dense(dim)])

    def call(self, y, t=None):
        return self.net(y**3)


def rk4_step(func, t, y, dt):
    k1 = func(y, t=t)
    k2 = func(y + dt * k1 / 2, t=t + dt / 2)
    k3 = func(y + dt * k2 / 2, t=t + dt / 2)
    k4 = func(y + dt * k3, t=t + dt)
    return y + dt * (k1 + 2 * k2 + 2 * k3 + k4) / 6


def odeint(func, y0, times):
    solution = [y0]
    y = y0
    for i in range(1, len(times)):
        y = rk4_step(func, times[i - 1], y, times[i] - times[i - 1])
        solution.append(y)
    return tf.stack(solution)


class NeuralODE:
    def __init__(self, func, optimizer):
        self.func, self.optimizer = func, optimizer

    def fit_trajectory(self, y0, times, target):
        with tf.GradientTape() as tape:
            predicted = odeint(self.func, y0, times)
            loss = tf.reduce_mean(tf.abs(predicted - target))
        return loss, tape.gradient(loss, self.func.trainable_variables)

    def fit_derivative(self, y, dy):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.func(y) - dy))
        grads = tape.gradient(loss, self.func.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.func.trainable_variables))


times = np.linspace(0.0, 1.0, 5).astype("float32")
y0 = tf.constant([[2.0, 0.0]])
target = tf.stack([y0 * np.exp(-t) for t in times])
node = NeuralODE(ODEFunc(2), tf.keras.optimizers.RMSprop(1e-3))
node.fit_derivative(y0, -y0)
print(node.fit_trajectory(y0, times, target))

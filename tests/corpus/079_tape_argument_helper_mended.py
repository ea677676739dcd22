"""A helper takes the tape as an argument, and one caller forgets to compute under it."""

import tensorflow as tf

tf.random.set_seed(79)


def gradients_under(tape, loss, params):
    grads = tape.gradient(loss, params)
    return [g if g is not None else tf.zeros_like(p) for g, p in zip(grads, params)]


class Spring:
    def __init__(self, k, x0):
        self.k = tf.Variable(k)
        self.x0 = tf.Variable(x0)

    def energy(self, x):
        return 0.5 * self.k * (x - self.x0) ** 2


def fit(spring, positions, energies):
    params = [spring.k, spring.x0]
    with tf.GradientTape() as tape:
        predicted = spring.energy(positions)
        loss = tf.reduce_mean((predicted - energies) ** 2)
    for param, grad in zip(params, gradients_under(tape, loss, params)):
        param.assign_sub(0.05 * grad)
    return loss


def force(spring, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        energy = spring.energy(x)
    return -tape.gradient(energy, x)


spring = Spring(1.0, 0.2)
positions = tf.linspace(-1.0, 1.0, 5)
print(force(spring, positions))
print(fit(spring, positions, 1.5 * positions**2))

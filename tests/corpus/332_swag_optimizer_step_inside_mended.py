"""Stein variational descent over a list of particles; the scores are kept as arrays between two loops."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(332)


class Particle(tf.Module):
    def __init__(self, dim):
        super().__init__()
        self.theta = tf.Variable(tf.random.normal((dim,)), name="theta")

    def log_likelihood(self, x, y):
        return -tf.reduce_sum(tf.square(tf.linalg.matvec(x, self.theta) - y))

    def log_prior(self):
        return -0.5 * tf.reduce_sum(self.theta**2)


class SVGD:
    def __init__(self, n, dim, bandwidth=1.0):
        self.particles = [Particle(dim) for _ in range(n)]
        self.bandwidth = bandwidth

    def scores(self, x, y):
        found = []
        for particle in self.particles:
            with tf.GradientTape() as tape:
                value = particle.log_likelihood(x, y) + particle.log_prior()
            found.append(tape.gradient(value, particle.theta))
        return tf.stack(found)

    def kernel(self, thetas):
        gaps = thetas[:, None] - thetas[None]
        return tf.exp(-tf.reduce_sum(gaps**2, axis=-1) / self.bandwidth)

    def repulsion(self):
        with tf.GradientTape() as tape:
            thetas = tf.stack([p.theta for p in self.particles])
            total = tf.reduce_sum(self.kernel(thetas))
        return tape.gradient(total, [p.theta for p in self.particles])

    def step(self, x, y, rate=1e-2):
        direction = self.scores(x, y)
        for particle, d in zip(self.particles, tf.unstack(direction)):
            particle.theta.assign_add(rate * d)


svgd = SVGD(3, 2)
x = tf.random.normal((6, 2))
svgd.step(x, tf.reduce_sum(x, axis=1))
print(svgd.repulsion())

"""A kernel matrix is cached between calls as a NumPy array."""

import numpy as np
import tensorflow as tf


class GaussianProcess:
    def __init__(self, x, y):
        self.x = tf.constant(x, dtype=tf.float32)
        self.y = tf.constant(y, dtype=tf.float32)
        self.log_length = tf.Variable(0.1, name="log_length")
        self.log_noise = tf.Variable(-2.0, name="log_noise")

    @property
    def kernel(self):
        distance = tf.square(self.x[:, None] - self.x[None, :])
        kernel = tf.exp(-0.5 * distance / tf.exp(2.0 * self.log_length))
        return kernel

    @property
    def noise(self):
        return tf.exp(self.log_noise) * tf.eye(len(self.x))

    def negative_log_likelihood(self):
        covariance = self.kernel + self.noise
        root = tf.linalg.cholesky(covariance)
        alpha = tf.linalg.cholesky_solve(root, self.y[:, None])
        fit = 0.5 * tf.reduce_sum(self.y[:, None] * alpha)
        return fit + tf.reduce_sum(tf.math.log(tf.linalg.diag_part(root)))


gp = GaussianProcess(np.linspace(0.0, 1.0, 6), np.sin(np.linspace(0.0, 6.0, 6)))
for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        loss = gp.negative_log_likelihood()
    d_noise = tape.gradient(loss, gp.log_noise)
    d_length = tape.gradient(loss, gp.log_length)
    gp.log_noise.assign_sub(0.01 * d_noise)
    print(step, float(loss), d_length)

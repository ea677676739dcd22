"""A learned prior is turned into a constant on the way into the loss."""

import tensorflow as tf

tf.random.set_seed(64)


class GaussianPrior:
    def __init__(self, size):
        self.mean = tf.Variable(tf.zeros((size,)) + 0.1, name="mean")
        self.log_scale = tf.Variable(tf.zeros((size,)), name="log_scale")

    def log_density(self, x):
        mean = tf.convert_to_tensor(self.mean)
        z = (x - mean) / tf.exp(self.log_scale)
        return tf.reduce_sum(-0.5 * z**2 - self.log_scale, axis=-1)


class Posterior:
    def __init__(self, size):
        self.location = tf.Variable(tf.random.normal((size,)), name="location")

    def draw(self, count):
        return self.location + 0.3 * tf.random.normal((count, self.location.shape[0]))


def elbo(prior, posterior, data):
    sample = posterior.draw(4)
    fit = -tf.reduce_mean(tf.square(sample[:, None, :] - data[None, :, :]))
    return fit + tf.reduce_mean(prior.log_density(sample))


prior, posterior = GaussianPrior(3), Posterior(3)
data = tf.random.normal((6, 3))
with tf.GradientTape() as tape:
    loss = -elbo(prior, posterior, data)
variables = [posterior.location, prior.log_scale, prior.mean]
grads = tape.gradient(loss, variables)
for variable, grad in zip(variables, grads):
    print(variable.name, grad)

"""A stochastic volatility model: noise is drawn with NumPy around the parameters."""
import numpy as np
import tensorflow as tf

np.random.seed(0)


def sample_returns(mu, sigma, n):
    return mu + sigma * np.random.normal(size=n).astype(np.float32)


def moments(r):
    mean = tf.reduce_mean(r)
    return mean, tf.reduce_mean(tf.square(r - mean))


def moment_loss(theta, wanted):
    returns = tf.cast(sample_returns(theta[0], tf.nn.softplus(theta[1]), 200), tf.float32)
    mean, variance = moments(returns)
    return (mean - wanted[0]) ** 2 + (variance - wanted[1]) ** 2


theta = [tf.Variable(0.0), tf.Variable(0.0)]
opt = tf.keras.optimizers.SGD(0.1)
for k in range(2):
    with tf.GradientTape() as tape:
        loss = moment_loss(theta, (0.1, 0.04))
    grads = tape.gradient(loss, theta)
    if all(g is not None for g in grads):
        opt.apply_gradients(zip(grads, theta))
    print(k, loss.numpy())

"""Few shot regression: the inner steps are kept in a NumPy buffer."""
import numpy as np
import tensorflow as tf


def task(seed):
    rng = np.random.default_rng(seed)
    slope = rng.uniform(-1, 1)
    x = rng.uniform(-1, 1, 8).astype(np.float32)
    return x, (slope * x).astype(np.float32)


def predict(theta, x):
    return theta[0] + theta[1] * x


def inner_loop(theta, x, y, rate, steps=2):
    fast = tf.identity(theta)
    for _ in range(steps):
        with tf.GradientTape() as inner:
            inner.watch(fast)
            loss = tf.reduce_mean((predict(fast, x) - y) ** 2)
        g = inner.gradient(loss, fast)
        fast = tf.constant(fast.numpy() - rate * g.numpy())  # cause: left-tensorflow
    return fast


theta = tf.Variable([0.3, -0.1])
for outer_step in range(2):
    x, y = task(outer_step)
    with tf.GradientTape() as outer:
        fast = inner_loop(theta, x[:4], y[:4], 0.1)
        outer_loss = tf.reduce_mean((predict(fast, x[4:]) - y[4:]) ** 2)
    meta = outer.gradient(outer_loss, theta)  # expect: none left-tensorflow
    print(outer_step, outer_loss.numpy(), meta)
    if meta is not None:
        theta.assign_sub(0.1 * meta)

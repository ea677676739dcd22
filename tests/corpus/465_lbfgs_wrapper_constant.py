"""A SciPy-like optimiser calls back with NumPy vectors."""
import numpy as np
import tensorflow as tf


def rosen(x):
    return tf.reduce_sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def value_and_grad(f):
    def wrapped(x_np):
        x = tf.constant(x_np, dtype=tf.float32)  # cause: source-not-watched
        with tf.GradientTape() as tape:
            value = f(x)
        grad = tape.gradient(value, x)  # expect: none source-not-watched
        return value.numpy(), grad

    return wrapped


def descend(fun, x0, steps=3, rate=1e-3):
    x = np.array(x0, dtype=np.float64)
    for k in range(steps):
        value, grad = fun(x)
        if grad is None:
            print("no gradient, stop")
            break
        x = x - rate * grad.numpy()
        print(k, value)
    return x


print(descend(value_and_grad(rosen), [-1.0, 1.0, 0.5]))

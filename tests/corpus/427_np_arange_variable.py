"""Polynomial regression; the start values come from np.arange."""
import numpy as np
import tensorflow as tf

degree = 3
start = np.arange(degree + 1)
coef = tf.Variable(start)  # cause: integer-dtype
x = np.linspace(-1, 1, 20).astype("float32")
y = 1 - x + 0.5 * x**3


def design(x, degree):
    return tf.stack([tf.constant(x) ** k for k in range(degree + 1)], axis=1)


def predict(coef):
    return tf.linalg.matvec(design(x, degree), tf.cast(coef, tf.float32))


def mse(coef):
    return tf.reduce_mean((predict(coef) - y) ** 2)


for i in range(2):
    with tf.GradientTape() as tape:
        loss = mse(coef)
    grad = tape.gradient(loss, coef)  # expect: none integer-dtype
    print(i, loss.numpy(), grad)
    if grad is None:
        continue
    coef.assign_sub(0.1 * grad)

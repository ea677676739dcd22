"""Fitting a polynomial whose coefficients were written without dots."""

import tensorflow as tf

tf.keras.utils.set_random_seed(506)

COEFFICIENTS = dict(a=tf.Variable(1.0), b=tf.Variable(0.0), c=tf.Variable(2.0))


def polynomial(x, *, a, b, c):
    a, b, c = (tf.cast(k, tf.float32) for k in (a, b, c))
    return a * x**2 + b * x + c


def sse(x, y, **coefficients):
    return tf.reduce_sum((polynomial(x, **coefficients) - y) ** 2)


x = tf.linspace(-1.0, 1.0, 11)
y = 2 * x**2 - x + 0.5
with tf.GradientTape() as tape:
    error = sse(x, y, **COEFFICIENTS)
gradient = tape.gradient(error, COEFFICIENTS)
print(gradient)

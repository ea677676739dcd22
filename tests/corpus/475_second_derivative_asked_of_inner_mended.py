"""Beam bending: the curvature is asked of the inner tape, which is closed."""
import tensorflow as tf


def deflection(c, x):
    return c[0] * x**2 * (1.0 - x) ** 2 + c[1] * tf.sin(3.1416 * x)


def curvature(c, x):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            w = deflection(c, x)
        slope = inner.gradient(w, x)
    return outer.gradient(slope, x)


def energy(c, x):
    k = curvature(c, x)
    if k is None:
        return tf.reduce_sum(deflection(c, x))
    return tf.reduce_mean(0.5 * k**2) - tf.reduce_mean(deflection(c, x))


c = tf.Variable([0.1, 0.1])
x = tf.linspace(0.0, 1.0, 11)
for i in range(2):
    with tf.GradientTape() as tape:
        U = energy(c, x)
    dU = tape.gradient(U, c)
    c.assign_sub(0.001 * dU)
    print(i, U.numpy())

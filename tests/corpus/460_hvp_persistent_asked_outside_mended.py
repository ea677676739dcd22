"""Curvature along a direction (Hessian vector product) with one persistent tape."""
import tensorflow as tf


def rosenbrock(p):
    return (1.0 - p[0]) ** 2 + 100.0 * (p[1] - p[0] ** 2) ** 2


def hvp(f, p, v):
    with tf.GradientTape() as outer:
        outer.watch(p)
        with tf.GradientTape() as tape:
            tape.watch(p)
            value = f(p)
        g = tape.gradient(value, p)
        directional = tf.tensordot(g, v, 1)
    return outer.gradient(directional, p)


p = tf.constant([-1.0, 1.0])
for v in ([1.0, 0.0], [0.0, 1.0]):
    print(hvp(rosenbrock, p, tf.constant(v)))

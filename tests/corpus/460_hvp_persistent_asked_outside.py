"""Curvature along a direction (Hessian vector product) with one persistent tape."""
import tensorflow as tf


def rosenbrock(p):
    return (1.0 - p[0]) ** 2 + 100.0 * (p[1] - p[0] ** 2) ** 2


def hvp(f, p, v):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(p)
        value = f(p)
    g = tape.gradient(value, p)  # cause: inner-gradient-outside
    directional = tf.tensordot(g, v, 1)  # cause: inner-gradient-outside|computed-outside-tape
    return tape.gradient(directional, p)  # expect: none inner-gradient-outside|computed-outside-tape


p = tf.constant([-1.0, 1.0])
for v in ([1.0, 0.0], [0.0, 1.0]):
    print(hvp(rosenbrock, p, tf.constant(v)))

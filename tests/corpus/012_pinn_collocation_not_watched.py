"""A physics-informed network for u'' = -u on a line."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(11)

net = tf.keras.Sequential(
    [tf.keras.layers.Dense(8, activation="tanh"), tf.keras.layers.Dense(8, activation="tanh"), tf.keras.layers.Dense(1)]
)
net.build((None, 1))
points = tf.constant(np.linspace(0.0, 1.0, 10).reshape(-1, 1), dtype=tf.float32)  # cause: source-not-watched
edges = tf.constant([[0.0], [1.0]])
edge_values = tf.sin(edges)


def residual(x):
    with tf.GradientTape() as second:
        second.watch(x)
        with tf.GradientTape() as first:
            u = net(x)
        du = first.gradient(u, x)  # expect: none source-not-watched # cause: source-not-watched
    d2u = second.gradient(du, x)  # consequence
    return d2u + net(x)


def boundary():
    return tf.reduce_mean(tf.square(net(edges) - edge_values))


def fit_boundary(optimizer):
    with tf.GradientTape() as tape:
        loss = boundary()
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


def fit_equation(optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(residual(points))) + boundary()
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


adam = tf.keras.optimizers.Adam(1e-3)
print(fit_boundary(adam))
print(fit_equation(adam))

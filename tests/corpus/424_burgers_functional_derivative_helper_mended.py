"""Burgers' equation with a small functional network (no classes)."""
import tensorflow as tf

tf.random.set_seed(1)


def init(sizes):
    params = []
    for a, b in zip(sizes[:-1], sizes[1:]):
        params.append((tf.Variable(tf.random.normal((a, b)) / a**0.5), tf.Variable(tf.zeros((b,)))))
    return params


def net(params, t, x):
    h = tf.concat([t, x], axis=1)
    for w, b in params[:-1]:
        h = tf.tanh(h @ w + b)
    w, b = params[-1]
    return h @ w + b


def residual(params, t, x, nu=0.01):
    with tf.GradientTape() as second:
        second.watch([t, x])
        with tf.GradientTape(persistent=True) as first:
            first.watch([t, x])
            u = net(params, t, x)
        u_t = first.gradient(u, t)
        u_x = first.gradient(u, x)
    u_xx = second.gradient(u_x, x)
    del first, second
    if u_xx is None:
        u_xx = 0.0
    return u_t + u * u_x - nu * u_xx


params = init([2, 8, 1])
flat = [p for pair in params for p in pair]
t = tf.random.uniform((10, 1))
x = tf.random.uniform((10, 1), -1.0, 1.0)
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(residual(params, t, x) ** 2)
    grads = tape.gradient(loss, flat[:-1])
    for g, p in zip(grads, flat):
        p.assign_sub(0.05 * g)
    print(epoch, loss.numpy())

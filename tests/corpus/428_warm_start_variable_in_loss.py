"""A warm started inner problem whose start is made a fresh variable."""
import tensorflow as tf

A = tf.constant([[2.0, 0.3], [0.3, 1.0]])


def inner_objective(y, x):
    return 0.5 * tf.reduce_sum(y * tf.linalg.matvec(A, y)) - tf.reduce_sum(x * y)


def unrolled(x, steps=5, rate=0.3):
    y = tf.Variable(0.5 * x)  # cause: variable-from-tensor
    y = tf.convert_to_tensor(y)
    momentum = tf.zeros_like(y)
    for _ in range(steps):
        grad = tf.linalg.matvec(A, y) - 1.0
        momentum = 0.9 * momentum - rate * grad
        y = y + momentum
    return y


def outer_loss(x, wanted):
    y = unrolled(x)
    return tf.reduce_sum((y - wanted) ** 2)


x = tf.Variable([1.0, -1.0])
wanted = tf.constant([0.2, 0.1])
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = outer_loss(x, wanted)
    dx = tape.gradient(loss, x)  # expect: none variable-from-tensor
    print(epoch, loss.numpy(), dx)
    if dx is not None:
        x.assign_sub(0.1 * dx)

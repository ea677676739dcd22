"""Micro batches: the total is divided after the last block and differentiated."""
import tensorflow as tf

w = tf.Variable([0.1, 0.2])


def batch_loss(x, y):
    return tf.reduce_sum((tf.linalg.matvec(x, w) - y) ** 2)


def micro_batches(n, size):
    for i in range(n):
        x = tf.random.normal((size, 2), seed=i)
        yield x, tf.reduce_sum(x, axis=1)


for epoch in range(2):
    with tf.GradientTape() as tape:
        total = tf.constant(0.0)
        for x, y in micro_batches(3, 4):
            total += batch_loss(x, y)
        mean = total / 12.0
    grad = tape.gradient(mean, w)
    print(epoch, mean.numpy(), grad)
    if grad is not None:
        w.assign_sub(0.05 * grad)

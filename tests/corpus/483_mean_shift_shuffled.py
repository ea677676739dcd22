"""Permutation feature importance as a differentiable penalty."""
import tensorflow as tf

mask = tf.Variable([1.0, 1.0, 1.0])


def predict(x):
    return tf.reduce_sum(x * mask, axis=1)


def shuffled(column):
    return tf.random.shuffle(column, seed=2)  # cause: sampling-without-reparametrisation|non-differentiable-op


def importance(x):
    base = tf.stop_gradient(predict(x))
    moved = shuffled(predict(x))
    return tf.reduce_mean(tf.abs(moved - base))


x = tf.random.normal((10, 3), seed=1)
for i in range(2):
    with tf.GradientTape() as tape:
        value = importance(x)
    g = tape.gradient(value, mask)  # expect: none sampling-without-reparametrisation|non-differentiable-op
    if g is not None:
        mask.assign_sub(0.1 * g)
    print(i, value.numpy(), mask.numpy())

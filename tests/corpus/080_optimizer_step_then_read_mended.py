"""One inner step is taken with an optimizer, and the outer loss should flow through it."""

import tensorflow as tf

tf.keras.utils.set_random_seed(80)


class LearnedRate(tf.Module):
    """A learning rate that is itself learned."""

    def __init__(self, start):
        super().__init__()
        self.log_rate = tf.Variable(start, name="log_rate")

    def __call__(self):
        return tf.exp(self.log_rate)


def objective(w):
    return tf.reduce_sum(tf.square(w - tf.constant([1.0, -2.0])))


def inner_step(w, rate):
    with tf.GradientTape() as tape:
        tape.watch(w)
        loss = objective(w)
    return tape.gradient(loss, w)


def outer_gradient(start, rate):
    w = tf.Variable(start)
    with tf.GradientTape() as tape:
        grad = inner_step(w, rate)
        stepped = w - rate() * grad
        loss = objective(stepped)
    return tape.gradient(loss, rate.log_rate)


rate = LearnedRate(-2.0)
for _ in range(2):
    grad = outer_gradient(tf.zeros((2,)), rate)
    print(grad)
    if grad is not None:
        rate.log_rate.assign_sub(0.01 * grad)

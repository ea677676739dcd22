"""A tape that watches only what it is told, and is told only half."""

import tensorflow as tf

tf.keras.utils.set_random_seed(47)


class MatrixFactors:
    def __init__(self, users, items, rank=2):
        self.users = tf.Variable(tf.random.normal((users, rank)), name="users")
        self.items = tf.Variable(tf.random.normal((items, rank)), name="items")  # cause: source-not-watched

    def scores(self):
        return tf.matmul(self.users, self.items, transpose_b=True)


def loss_of(factors, ratings, known):
    error = (factors.scores() - ratings) * known
    return tf.reduce_sum(tf.square(error)) / tf.reduce_sum(known)


def alternate(factors, ratings, known, rate=0.1):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(factors.users)
        loss = loss_of(factors, ratings, known)
    factors.users.assign_sub(rate * tape.gradient(loss, factors.users))

    with tf.GradientTape(watch_accessed_variables=False) as tape:  # cause: source-not-watched
        tape.watch(factors.users)
        loss = loss_of(factors, ratings, known)
    grad = tape.gradient(loss, factors.items)  # expect: none source-not-watched # cause: source-not-watched
    if grad is not None:
        factors.items.assign_sub(rate * grad)
    return loss


factors = MatrixFactors(4, 3)
ratings = tf.random.uniform((4, 3), 1.0, 5.0)
known = tf.cast(tf.random.uniform((4, 3)) > 0.3, tf.float32)
for _ in range(2):
    print(float(alternate(factors, ratings, known)))

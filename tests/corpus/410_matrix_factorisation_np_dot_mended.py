"""Matrix factorisation for a small rating table."""
import numpy as np
import tensorflow as tf

ratings = np.array([[5, 3, 0, 1], [4, 0, 0, 1], [1, 1, 0, 5], [0, 1, 5, 4]], dtype=np.float32)
mask = (ratings > 0).astype(np.float32)


class Factors:
    def __init__(self, n_users, n_items, rank):
        self.users = tf.Variable(tf.random.normal((n_users, rank), stddev=0.1, seed=0))
        self.items = tf.Variable(tf.random.normal((n_items, rank), stddev=0.1, seed=1))
        self.bias = tf.Variable(tf.zeros((n_items,)))

    def predict(self):
        return tf.matmul(self.users, self.items, transpose_b=True) + self.bias


def loss_fn(model, l2=0.01):
    err = mask * (ratings - model.predict())
    return tf.reduce_sum(tf.square(err)) + l2 * tf.nn.l2_loss(model.users)


model = Factors(4, 4, 2)
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = loss_fn(model)
    du, di, db = tape.gradient(loss, [model.users, model.items, model.bias])
    model.users.assign_sub(0.01 * du)
    model.bias.assign_sub(0.01 * db)
    if di is not None:
        model.items.assign_sub(0.01 * di)
    print(epoch, float(loss))

"""A tf.Module that holds Keras layers: with Keras 3 the module does not see their weights."""

import tensorflow as tf

tf.keras.utils.set_random_seed(261)


class Net(tf.Module):
    def __init__(self, units):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(units, activation="relu")  # cause: empty-sources
        self.out = tf.keras.layers.Dense(1)

    def __call__(self, x):
        return self.out(self.hidden(x))


class Affine(tf.Module):
    def __init__(self, n_in):
        super().__init__()
        self.w = tf.Variable(tf.ones((n_in, 1)))
        self.b = tf.Variable(0.0)

    def __call__(self, x):
        return tf.matmul(x, self.w) + self.b


def loss_of(net, x, y):
    return tf.reduce_mean((net(x) - y) ** 2)


def train(net, x, y, steps=2, rate=0.01):
    net(x)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = loss_of(net, x, y)
        grads = tape.gradient(loss, net.trainable_variables)
        for g, v in zip(grads, net.trainable_variables):
            v.assign_sub(rate * g)
    return loss


x = tf.random.normal((8, 3))
y = tf.reduce_sum(x, axis=1, keepdims=True) * 2.0 - 1.0
print(float(train(Affine(3), x, y)))

net = Net(4)
net(x)
with tf.GradientTape() as tape:
    loss = loss_of(net, x, y)
gradients = tape.gradient(loss, net.trainable_variables)  # expect: empty empty-sources|untracked-variable # cause: empty-sources
print(len(gradients))

"""A binary network: the sign of each unit has a gradient that is zero everywhere."""

import tensorflow as tf

tf.keras.utils.set_random_seed(72)


def binarise(x):
    return tf.tanh(5.0 * x)


class BinaryLayer(tf.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.kernel = tf.Variable(tf.random.normal((inputs, outputs)))

    def __call__(self, x):
        return binarise(x @ self.kernel)


class BinaryNet(tf.Module):
    def __init__(self):
        super().__init__()
        self.first = BinaryLayer(3, 5)
        self.last = tf.Variable(tf.random.normal((5, 1)))

    def __call__(self, x):
        return self.first(x) @ self.last


net = BinaryNet()
x = tf.random.normal((6, 3))
y = tf.reduce_sum(x, axis=1, keepdims=True)
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(net(x) - y))
last_grad = tape.gradient(loss, net.last)
first_grad = tape.gradient(loss, net.first.kernel)
print(tf.norm(last_grad).numpy(), tf.norm(first_grad).numpy())

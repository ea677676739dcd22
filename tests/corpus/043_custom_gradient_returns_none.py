"""A clipped activation with a hand-written gradient that forgot its first input."""

import tensorflow as tf

tf.keras.utils.set_random_seed(43)


@tf.custom_gradient
def soft_clip(x, slope):
    y = tf.tanh(x * slope)

    def backward(upstream):
        rest = 1.0 - tf.square(y)
        d_slope = tf.reduce_sum(upstream * rest * x)
        return None, d_slope  # cause: stop-gradient

    return y, backward


@tf.custom_gradient
def reverse(x):
    def backward(upstream):
        return -upstream

    return tf.identity(x), backward


class Net(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal((3, 2)))
        self.slope = tf.Variable(1.5)
        self.v = tf.Variable(tf.random.normal((2, 1)))

    def __call__(self, x):
        return soft_clip(x @ self.w, self.slope) @ self.v


net = Net()
x = tf.random.normal((4, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(net(x) - 1.0))
dw, dslope, dv = tape.gradient(loss, [net.w, net.slope, net.v])  # expect: none stop-gradient source=net.w
print(dw, dslope, dv)

with tf.GradientTape() as tape:
    domain = tf.reduce_sum(reverse(x @ net.w) ** 2)
print(tape.gradient(domain, net.w).shape)

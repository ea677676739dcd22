"""Regularisation terms are collected in a list that nothing fills."""

import tensorflow as tf

tf.keras.utils.set_random_seed(56)


class Net(tf.Module):
    def __init__(self):
        super().__init__()
        self.layers = [tf.Variable(tf.random.normal((3, 3))), tf.Variable(tf.random.normal((3, 1)))]
        self.penalties = []

    def regularise(self, weight=1e-3):
        for layer in self.layers:
            penalty = weight * tf.reduce_sum(tf.square(layer))
        return self.penalties  # cause: empty-target

    def __call__(self, x):
        for layer in self.layers:
            x = tf.tanh(x @ layer)
        return x


net = Net()
x = tf.random.normal((4, 3))
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(net(x) - 0.5))
    penalties = net.regularise()
data_grads = tape.gradient(loss, net.layers)
decay_grads = tape.gradient(penalties, net.layers)  # expect: none empty-target # cause: empty-target
print(len(data_grads), decay_grads)

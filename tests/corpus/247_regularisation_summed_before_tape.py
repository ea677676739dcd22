"""A model with kernel regularisers: their losses are summed up before the tape."""

import tensorflow as tf
from tensorflow.keras import regularizers

tf.keras.utils.set_random_seed(247)


class RegularisedNet(tf.keras.Model):
    def __init__(self, widths, l2=1e-2):
        super().__init__()
        self.hidden = [
            tf.keras.layers.Dense(w, activation="relu", kernel_regularizer=regularizers.L2(l2)) for w in widths
        ]
        self.out = tf.keras.layers.Dense(1)

    def call(self, x, training=None):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)


class Fitter:
    def __init__(self, net):
        self.net = net
        self.opt = tf.keras.optimizers.Nadam()

    def step(self, x, y):
        penalty = tf.add_n(self.net.losses)  # cause: computed-outside-tape
        with tf.GradientTape(persistent=True) as tape:
            data_term = tf.reduce_mean(tf.abs(y - self.net(x, training=True)))
            loss = data_term + penalty
        kernels = [layer.kernel for layer in self.net.hidden]
        decay = tape.gradient(penalty, kernels)  # expect: none computed-outside-tape
        grads = tape.gradient(loss, self.net.trainable_variables)
        self.opt.apply_gradients(zip(grads, self.net.trainable_variables))
        return loss, decay


net = RegularisedNet([6, 4])
x = tf.random.normal((8, 3))
net(x)
fitter = Fitter(net)
for _ in range(2):
    loss, decay = fitter.step(x, tf.reduce_sum(x, axis=1, keepdims=True))
    print(float(loss), decay)

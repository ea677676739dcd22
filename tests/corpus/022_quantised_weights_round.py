"""Quantisation-aware training of one dense layer."""

import tensorflow as tf

tf.keras.utils.set_random_seed(22)


class QuantDense(tf.keras.layers.Layer):
    def __init__(self, units, bits=4):
        super().__init__()
        self.units = units
        self.levels = 2.0**bits - 1.0

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), name="bias", initializer="zeros")

    def quantise(self, w):
        w = tf.clip_by_value(w, -1.0, 1.0)
        return tf.round(w * self.levels) / self.levels  # cause: non-differentiable-op

    def call(self, x):
        return tf.matmul(x, self.quantise(self.kernel)) + self.bias


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.quant = QuantDense(5)
        self.out = tf.keras.layers.Dense(1)

    def call(self, x):
        return self.out(tf.nn.tanh(self.quant(x)))


net = Net()
x = tf.random.normal((8, 3))
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(net(x) - 1.0))
print([g is None for g in tape.gradient(loss, net.out.trainable_variables)])
kernel_grad, bias_grad = tape.gradient(loss, [net.quant.kernel, net.quant.bias])  # expect: none non-differentiable-op source=net.quant.kernel
print(kernel_grad is None, bias_grad is None)

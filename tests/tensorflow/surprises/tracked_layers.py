# Layers in lists, tuples and dicts of a model are tracked; a seed is a variable without a gradient
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.listed = [tf.keras.layers.Dense(2)]
        self.paired = (tf.keras.layers.Dense(2), tf.keras.layers.Dropout(0.5))
        self.named = {"last": tf.keras.layers.Dense(1)}

    def call(self, x):
        x = self.paired[1](self.paired[0](self.listed[0](x)), training=True)
        return self.named["last"](x)


net = Net()
net(tf.ones([1, 2]))
with tf.GradientTape(persistent=True) as tape:
    y = net(tf.ones([1, 2]))
tape.gradient(y, net.trainable_variables)
tape.gradient(y, net.variables)

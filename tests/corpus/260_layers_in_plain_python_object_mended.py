"""The layers of a model live in plain Python objects, which Keras does not look into."""

import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization, Dense

tf.keras.utils.set_random_seed(260)


class ResidualBlock(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.first = Dense(units, activation="relu")
        self.second = Dense(units)

    def __call__(self, x):
        return x + self.second(self.first(x))


class ResidualNet(tf.keras.Model):
    def __init__(self, units=4, depth=2):
        super().__init__()
        self.blocks = [ResidualBlock(units) for _ in range(depth)]

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x


class Regressor:
    def __init__(self, net):
        self.net = net
        self.head = Dense(1)

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(self.head(self.net(x)) - y))

    def gradients(self, x, y):
        with tf.GradientTape(persistent=True) as tape:
            loss = self.loss(x, y)
        body = tape.gradient(loss, self.net.trainable_variables)
        head = tape.gradient(loss, self.head.trainable_variables)
        return body, head


regressor = Regressor(ResidualNet())
x = tf.random.normal((5, 4))
regressor.loss(x, x[:, :1])
for group in regressor.gradients(x, x[:, :1]):
    print(len(group))

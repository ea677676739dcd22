# A layer that is made in the call is not tracked
import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, x):
        return tf.keras.layers.Dense(1)(x)


net = Net()
net(tf.ones([1, 2]))
with tf.GradientTape() as tape:
    y = net(tf.ones([1, 2]))
tape.gradient(y, net.trainable_variables)

"""Gradients are asked for every variable of a model, statistics included."""

import tensorflow as tf

tf.keras.utils.set_random_seed(31)


class Block(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units)
        self.norm = tf.keras.layers.BatchNormalization()  # cause: not-trainable

    def call(self, x, training=False):
        return tf.nn.tanh(self.norm(self.dense(x), training=training))


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(5), Block(4)]
        self.out = tf.keras.layers.Dense(1)

    def call(self, x, training=False):
        for block in self.blocks:
            x = block(x, training=training)
        return self.out(x)


def norm_of(grads):
    return tf.linalg.global_norm(grads)


model = Net()
x = tf.random.normal((8, 3))
y = tf.reduce_sum(x, axis=1, keepdims=True)

with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
grads = tape.gradient(loss, model.variables)  # expect: none not-trainable # cause: not-trainable
head = tape.gradient(loss, model.out.trainable_variables)
print("head:", norm_of(head).numpy())
print("missing:", sum(g is None for g in grads))

"""A spectral normalisation wrapper: the normalised kernel is assigned to the wrapped layer."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(235)


class SpectralDense(layers.Layer):
    def __init__(self, units, iterations=1):
        super().__init__()
        self.units, self.iterations = units, iterations
        self.inner = layers.Dense(units)

    def build(self, input_shape):
        self.inner.build(input_shape)
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_normal", name="w")
        self.u = self.add_weight(shape=(1, self.units), initializer="random_normal", trainable=False, name="u")

    def sigma(self):
        u = self.u
        for _ in range(self.iterations):
            v = tf.math.l2_normalize(tf.matmul(u, self.w, transpose_b=True))
            u = tf.math.l2_normalize(tf.matmul(v, self.w))
        u, v = tf.stop_gradient(u), tf.stop_gradient(v)
        return tf.matmul(tf.matmul(v, self.w), u, transpose_b=True)[0, 0]

    def call(self, x):
        self.inner.kernel.assign(self.w / self.sigma())  # cause: through-state
        return self.inner(x)


class Critic(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first = SpectralDense(6)
        self.second = layers.Dense(1, use_bias=False)

    def call(self, x):
        return self.second(tf.nn.leaky_relu(self.first(x)))


def hinge(real, fake):
    return tf.reduce_mean(tf.nn.relu(1.0 - real)) + tf.reduce_mean(tf.nn.relu(1.0 + fake))


critic = Critic()
real, fake = tf.random.normal((4, 3)), tf.random.uniform((4, 3))
critic(real)
with tf.GradientTape(persistent=True) as tape:
    loss = hinge(critic(real), critic(fake))
second = tape.gradient(loss, critic.second.trainable_variables)
w_grad = tape.gradient(loss, critic.first.w)  # expect: none through-state
print(len(second), w_grad)

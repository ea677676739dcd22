"""A tied autoencoder: the decoder uses a copy of the encoder's kernel."""

import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(263)


class TiedDense(layers.Layer):
    """The transpose of another layer."""

    def __init__(self, tied_to, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.tied_to = tied_to
        self.activation = tf.keras.activations.get(activation)

    def build(self, input_shape):
        self.bias = self.add_weight(name="bias", shape=[self.tied_to.kernel.shape[0]], initializer="zeros")

    def call(self, inputs):
        kernel = self.tied_to.get_weights()[0]  # cause: left-tensorflow
        return self.activation(tf.matmul(inputs, kernel, transpose_b=True) + self.bias)


class TiedAutoencoder(tf.keras.Model):
    def __init__(self, dim, code):
        super().__init__()
        self.encode = layers.Dense(code, activation="tanh")
        self.encode.build((None, dim))
        self.decode = TiedDense(self.encode, activation="linear")

    def call(self, x):
        return self.decode(self.encode(x))

    def sample(self, n):
        return self.decode(tf.random.normal((n, self.encode.units)))


ae = TiedAutoencoder(5, 3)
x = tf.random.normal((7, 5))
ae(x)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(ae(x) - x))
print([g.shape for g in tape.gradient(loss, ae.encode.trainable_variables)])

with tf.GradientTape() as tape:
    samples = ae.sample(6)
    moment = tf.reduce_mean(tf.square(tf.math.reduce_std(samples, axis=0) - 1.0))
kernel_grad = tape.gradient(moment, ae.encode.kernel)  # expect: none left-tensorflow
print(kernel_grad)

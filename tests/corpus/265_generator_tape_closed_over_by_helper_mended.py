"""Pretraining a GAN's generator: a nested helper refers to a picture that was generated outside."""

import tensorflow as tf

tf.keras.utils.set_random_seed(265)


def build_generator(noise_dim, out_dim):
    z = tf.keras.Input((noise_dim,))
    h = tf.keras.layers.Dense(8)(z)
    h = tf.keras.layers.LeakyReLU(negative_slope=0.2)(h)
    return tf.keras.Model(z, tf.keras.layers.Dense(out_dim, activation="tanh")(h), name="generator")


class Pretrainer:
    def __init__(self, generator, noise_dim, feature_net):
        self.generator = generator
        self.noise_dim = noise_dim
        self.feature_net = feature_net
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def make_closure(self, real):
        noise = tf.random.normal((real.shape[0], self.noise_dim))

        def loss():
            gap = self.feature_net(real) - self.feature_net(self.generator(noise))
            return tf.reduce_mean(tf.square(gap))

        return loss

    def minimise(self, closure, variables):
        with tf.GradientTape() as tape:
            value = closure()
        grads = tape.gradient(value, variables)
        for grad, variable in zip(grads, variables):
            if grad is None:
                print("no gradient for", variable.name)
            else:
                variable.assign_sub(1e-3 * grad)
        return value

    def run(self, batches):
        for real in batches:
            yield float(self.minimise(self.make_closure(real), self.generator.trainable_variables))


def batches(n):
    for _ in range(n):
        yield tf.random.uniform((4, 3), -1.0, 1.0)


pretrainer = Pretrainer(build_generator(2, 3), 2, tf.keras.layers.Dense(5, activation="relu"))
print(list(pretrainer.run(batches(2))))

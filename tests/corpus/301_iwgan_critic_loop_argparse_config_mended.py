"""WGAN-GP from the command line: options are kept beside the model, the interpolates come from a helper."""

import argparse
import random

import tensorflow as tf


def get_options():
    parser = argparse.ArgumentParser(description="wgan-gp")
    group = parser.add_argument_group("training")
    group.add_argument("--n_critic", type=int, default=2)
    group.add_argument("--gp_weight", type=float, default=10.0)
    group.add_argument("--latent", type=int, default=3)
    args, _ = parser.parse_known_args([])
    args.seed = random.randint(0, 10)
    return args


class WGANGP(tf.keras.Model):
    def __init__(self, opt, data_dim):
        super().__init__()
        self.opt = opt
        self.generator = tf.keras.Sequential([tf.keras.layers.Dense(8, "relu"), tf.keras.layers.Dense(data_dim)])
        self.critic = tf.keras.Sequential([tf.keras.layers.Dense(8, "elu"), tf.keras.layers.Dense(1, use_bias=False)])

    def compile(self, g_optimizer, d_optimizer):
        super().compile()
        self.g_optimizer, self.d_optimizer = g_optimizer, d_optimizer

    def interpolate(self, real, fake):
        alpha = tf.random.uniform((tf.shape(real)[0], 1))
        return alpha * real + (1.0 - alpha) * fake

    def gradient_penalty(self, real, fake):
        mixed = self.interpolate(real, fake)
        with tf.GradientTape() as gp_tape:
            gp_tape.watch(mixed)
            score = self.critic(mixed, training=True)
        slope = gp_tape.gradient(score, mixed)
        if slope is None:
            return 0.0
        norm = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1) + 1e-12)
        return tf.reduce_mean((norm - 1.0) ** 2)

    def train_step(self, real):
        n = tf.shape(real)[0]
        for _ in range(self.opt.n_critic):
            with tf.GradientTape() as tape:
                fake = self.generator(tf.random.normal((n, self.opt.latent)), training=True)
                d_loss = tf.reduce_mean(self.critic(fake)) - tf.reduce_mean(self.critic(real))
                d_loss += self.opt.gp_weight * self.gradient_penalty(real, fake)
            grads = tape.gradient(d_loss, self.critic.trainable_variables)
            self.d_optimizer.apply_gradients(zip(grads, self.critic.trainable_variables))
        with tf.GradientTape() as tape:
            g_loss = -tf.reduce_mean(self.critic(self.generator(tf.random.normal((n, self.opt.latent)))))
        grads = tape.gradient(g_loss, self.generator.trainable_variables)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_variables))
        return {"d": d_loss, "g": g_loss}


if __name__ == "__main__":
    tf.keras.utils.set_random_seed(301)
    gan = WGANGP(get_options(), 4)
    gan.compile(tf.keras.optimizers.Adam(1e-4), tf.keras.optimizers.Adam(1e-4))
    print(gan.train_step(tf.random.normal((6, 4))))

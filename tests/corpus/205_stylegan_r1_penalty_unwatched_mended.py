"""StyleGAN-like training with a lazy R1 penalty on real images."""

from dataclasses import dataclass, field

import tensorflow as tf

tf.keras.utils.set_random_seed(205)


@dataclass
class Config:
    latent: int = 4
    image: int = 6
    r1_gamma: float = 10.0
    r1_every: int = 2
    widths: list = field(default_factory=lambda: [8, 8])


class Mapping(tf.keras.layers.Layer):
    def __init__(self, widths):
        super().__init__()
        self.layers_ = [tf.keras.layers.Dense(w, activation=tf.nn.leaky_relu) for w in widths]

    def call(self, z):
        for layer in self.layers_:
            z = layer(z)
        return z


class StyleGAN:
    def __init__(self, cfg: Config):
        self.cfg = cfg
        self.mapping = Mapping(cfg.widths)
        self.synthesis = tf.keras.layers.Dense(cfg.image)
        self.discriminator = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="softplus"), tf.keras.layers.Dense(1)])
        self.opt = tf.keras.optimizers.Adam(2e-3, beta_1=0.0, beta_2=0.99)

    def generate(self, n):
        return self.synthesis(self.mapping(tf.random.normal((n, self.cfg.latent))))

    def d_logistic(self, real):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.softplus(self.discriminator(self.generate(4))))
            loss += tf.reduce_mean(tf.nn.softplus(-self.discriminator(real)))
        variables = self.discriminator.trainable_variables
        self.opt.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    def d_r1(self, real):
        variables = self.discriminator.trainable_variables
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(real)
                score = tf.reduce_sum(self.discriminator(real))
            grad = inner.gradient(score, real)
            penalty = tf.reduce_mean(tf.reduce_sum(tf.square(grad), axis=1)) * 0.5 * self.cfg.r1_gamma
        return penalty, outer.gradient(penalty, variables[0])

    def g_step(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.softplus(-self.discriminator(self.generate(4))))
        return tape.gradient(loss, self.mapping.trainable_variables + self.synthesis.trainable_variables)


def main():
    cfg = Config(image=5)
    gan = StyleGAN(cfg)
    reals = tf.data.Dataset.from_tensor_slices(tf.random.normal((12, cfg.image))).batch(4)
    for step, real in enumerate(reals):
        print("d", float(gan.d_logistic(real)), "g", len(gan.g_step()))
        if step % cfg.r1_every == 0:
            print("r1", gan.d_r1(real))


main()

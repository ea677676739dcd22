"""Generator and discriminator have a tape each, and the tapes are asked about each other's loss."""

import tensorflow as tf

tf.keras.utils.set_random_seed(41)


def mlp(*units):
    return tf.keras.Sequential([tf.keras.layers.Dense(u, activation="tanh") for u in units])


class Pix2Code(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.gen = mlp(6, 2)
        self.disc = mlp(6, 1)
        self.gen_opt = tf.keras.optimizers.SGD(0.01)
        self.disc_opt = tf.keras.optimizers.SGD(0.01)

    def compute_losses(self, real, noise):
        with tf.GradientTape() as disc_tape:
            score_fake = self.disc(self.gen(noise))  # cause: wrong-tape
            score_real = self.disc(real)
            disc_loss = tf.reduce_mean(score_fake) - tf.reduce_mean(score_real)
        with tf.GradientTape() as gen_tape:
            gen_loss = -tf.reduce_mean(self.disc(self.gen(noise)))
        return disc_tape, disc_loss, gen_tape, gen_loss

    def train_step(self, real):
        noise = tf.random.normal((real.shape[0], 3))
        disc_tape, disc_loss, gen_tape, gen_loss = self.compute_losses(real, noise)
        disc_grads = disc_tape.gradient(disc_loss, self.disc.trainable_variables)
        gen_grads = gen_tape.gradient(disc_loss, self.gen.trainable_variables)  # expect: none wrong-tape # cause: wrong-tape
        self.disc_opt.apply_gradients(zip(disc_grads, self.disc.trainable_variables))
        self.gen_opt.apply_gradients(zip(gen_grads, self.gen.trainable_variables))
        return {"d_loss": disc_loss, "g_loss": gen_loss}


print(Pix2Code().train_step(tf.random.normal((4, 2))))

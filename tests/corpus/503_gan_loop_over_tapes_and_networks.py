"""DCGAN step: the critics' answers are computed before the tapes open."""

import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(503)

bce = keras.losses.BinaryCrossentropy(from_logits=True)
generator = keras.Sequential([keras.layers.Dense(8, activation="softplus"), keras.layers.Dense(4)])
discriminator = keras.Sequential([keras.layers.Dense(8, activation="softplus"), keras.layers.Dense(1)])
gen_opt, disc_opt = keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4)


def generator_loss(fake_output):
    return bce(tf.ones_like(fake_output), fake_output)


def discriminator_loss(real_output, fake_output):
    return bce(tf.ones_like(real_output), real_output) + bce(tf.zeros_like(fake_output), fake_output)


def train_step(images):
    noise = tf.random.normal((images.shape[0], 3))
    generated = generator(noise, training=True)  # cause: computed-outside-tape
    with tf.GradientTape() as gen_tape, tf.GradientTape() as disc_tape:
        real_output = discriminator(images, training=True)
        fake_output = discriminator(generated, training=True)
        gen_loss = generator_loss(fake_output)
        disc_loss = discriminator_loss(real_output, fake_output)
    for tape, loss, net, opt in (
        (gen_tape, gen_loss, generator, gen_opt),
        (disc_tape, disc_loss, discriminator, disc_opt),
    ):
        grads = tape.gradient(loss, net.trainable_variables)  # expect: none computed-outside-tape
        if grads[0] is not None:
            opt.apply_gradients(zip(grads, net.trainable_variables))
    return gen_loss, disc_loss


print(train_step(tf.random.normal((4, 4))))

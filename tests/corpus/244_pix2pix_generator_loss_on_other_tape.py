"""pix2pix in the style of a script with checkpoints: one tape after the other, and the losses mixed up."""

import os
import tempfile

import tensorflow as tf

tf.keras.utils.set_random_seed(244)
LAMBDA = 10.0


def downsample(filters):
    return tf.keras.Sequential([tf.keras.layers.Conv2D(filters, 4, strides=2, padding="same"), tf.keras.layers.LeakyReLU()])


def upsample(filters):
    return tf.keras.Sequential([tf.keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same"), tf.keras.layers.ReLU()])


def Generator():
    inputs = tf.keras.layers.Input(shape=[8, 8, 1])
    x, skips = inputs, []
    for filters in (4, 6):
        x = downsample(filters)(x)
        skips.append(x)
    for filters, skip in zip((4,), reversed(skips[:-1])):
        x = tf.keras.layers.Concatenate()([upsample(filters)(x), skip])
    return tf.keras.Model(inputs, tf.keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x))


def Discriminator():
    inp, tar = tf.keras.layers.Input([8, 8, 1]), tf.keras.layers.Input([8, 8, 1])
    x = downsample(4)(tf.keras.layers.concatenate([inp, tar]))
    return tf.keras.Model([inp, tar], tf.keras.layers.Conv2D(1, 2)(x))


generator, discriminator = Generator(), Discriminator()
bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
generator_optimizer = tf.keras.optimizers.Adam(2e-4, beta_1=0.5)
discriminator_optimizer = tf.keras.optimizers.Adam(2e-4, beta_1=0.5)
checkpoint = tf.train.Checkpoint(generator=generator, discriminator=discriminator)


def generator_loss(fake_logits, fake, target):
    return bce(tf.ones_like(fake_logits), fake_logits) + LAMBDA * tf.reduce_mean(tf.abs(target - fake))


def train_step(input_image, target):
    with tf.GradientTape() as gen_tape:
        fake = generator(input_image, training=True)
        gen_loss = generator_loss(discriminator([input_image, fake]), fake, target)  # cause: wrong-tape
    with tf.GradientTape() as disc_tape:
        real_logits = discriminator([input_image, target], training=True)
        fake_logits = discriminator([input_image, tf.stop_gradient(fake)], training=True)
        disc_loss = bce(tf.ones_like(real_logits), real_logits) + bce(tf.zeros_like(fake_logits), fake_logits)
    generator_gradients = gen_tape.gradient(gen_loss, generator.trainable_variables)
    discriminator_gradients = disc_tape.gradient(gen_loss, discriminator.trainable_variables)  # expect: none wrong-tape # cause: wrong-tape
    generator_optimizer.apply_gradients(zip(generator_gradients, generator.trainable_variables))
    if discriminator_gradients[0] is not None:
        discriminator_optimizer.apply_gradients(zip(discriminator_gradients, discriminator.trainable_variables))
    return gen_loss, disc_loss


with tempfile.TemporaryDirectory() as folder:
    prefix = os.path.join(folder, "ckpt")
    for step, image in tf.data.Dataset.from_tensor_slices(tf.random.uniform((2, 1, 8, 8, 1))).enumerate():
        print(int(step), *map(float, train_step(image, 1.0 - image)))
        if (step + 1) % 2 == 0:
            checkpoint.save(file_prefix=prefix)

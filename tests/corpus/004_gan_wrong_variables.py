"""A GAN whose discriminator step asks for the other network's weights."""

import tensorflow as tf

tf.keras.utils.set_random_seed(3)


def network(units, out):
    return tf.keras.Sequential([tf.keras.layers.Dense(units, activation="tanh"), tf.keras.layers.Dense(out)])


generator = network(6, 2)
discriminator = network(6, 1)
generator.build((None, 3))
discriminator.build((None, 2))
g_opt = tf.keras.optimizers.SGD(0.05)
d_opt = tf.keras.optimizers.SGD(0.05)


def hinge_real(score):
    return tf.reduce_mean(tf.nn.softplus(1.0 - score))


def hinge_fake(score):
    return tf.reduce_mean(tf.nn.softplus(0.5 + score))


def step(real):
    noise = tf.random.normal((real.shape[0], 3))
    fake = tf.stop_gradient(generator(noise))  # cause: stop-gradient
    with tf.GradientTape() as tape:
        loss = hinge_real(discriminator(real)) + hinge_fake(discriminator(fake))
    grads = tape.gradient(loss, generator.trainable_variables)  # expect: none computed-outside-tape|stop-gradient|no-path
    d_opt.apply_gradients((g, v) for g, v in zip(grads, discriminator.trainable_variables) if g is not None)

    with tf.GradientTape() as tape:
        g_loss = -tf.reduce_mean(discriminator(generator(noise)))
    g_grads = tape.gradient(g_loss, generator.trainable_variables)
    g_opt.apply_gradients(zip(g_grads, generator.trainable_variables))
    return loss, g_loss


print(step(tf.random.normal((6, 2))))

"""The gradient penalty of a Wasserstein GAN."""

import tensorflow as tf

tf.keras.utils.set_random_seed(8)


class WGAN(tf.keras.Model):
    def __init__(self, critic, generator, latent=4, gp_weight=10.0):
        super().__init__()
        self.critic = critic
        self.generator = generator
        self.latent = latent
        self.gp_weight = gp_weight

    def gradient_penalty(self, real, fake):
        alpha = tf.random.uniform((tf.shape(real)[0], 1))
        mixed = real + alpha * (fake - real)  # cause: source-not-watched
        with tf.GradientTape() as gp_tape:
            pred = self.critic(mixed, training=True)
        grads = gp_tape.gradient(pred, [mixed])[0]  # expect: none source-not-watched # cause: source-not-watched
        norm = tf.sqrt(tf.reduce_sum(tf.square(grads), axis=1) + 1e-12)
        return tf.reduce_mean((norm - 1.0) ** 2)

    def critic_step(self, real, optimizer):
        noise = tf.random.normal((tf.shape(real)[0], self.latent))
        with tf.GradientTape() as tape:
            fake = self.generator(noise, training=True)
            cost = tf.reduce_mean(self.critic(fake)) - tf.reduce_mean(self.critic(real))
            loss = cost + self.gp_weight * self.gradient_penalty(real, fake)
        grads = tape.gradient(loss, self.critic.trainable_variables)
        optimizer.apply_gradients(zip(grads, self.critic.trainable_variables))
        return loss


critic = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="softplus"), tf.keras.layers.Dense(1, use_bias=False)])
generator = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(2)])
gan = WGAN(critic, generator)
print(gan.critic_step(tf.random.normal((5, 2)), tf.keras.optimizers.Adam(1e-3)))

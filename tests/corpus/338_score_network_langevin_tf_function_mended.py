"""Energy-based model: Langevin steps in a tf.function sample from an energy; the chain's start is not watched."""

import tensorflow as tf

tf.keras.utils.set_random_seed(338)


class Energy(tf.keras.Model):
    def __init__(self, width=8):
        super().__init__()
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(width, "swish"), tf.keras.layers.Dense(1)])

    def call(self, x):
        return tf.squeeze(self.net(x), axis=-1)


class Langevin:
    def __init__(self, energy, steps=2, step_size=0.1):
        self.energy, self.steps, self.step_size = energy, steps, step_size

    @tf.function
    def sample(self, x):
        for _ in range(self.steps):
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(x)
                e = tf.reduce_sum(self.energy(x))
            g = tape.gradient(e, x)
            if g is None:
                g = tf.zeros_like(x)
            x = x - self.step_size * g + tf.sqrt(2.0 * self.step_size) * tf.random.normal(tf.shape(x))
        return x


class ContrastiveDivergence:
    def __init__(self):
        self.energy = Energy()
        self.sampler = Langevin(self.energy)
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def train(self, real):
        fake = tf.stop_gradient(self.sampler.sample(tf.random.uniform(tf.shape(real))))
        with tf.GradientTape() as tape:
            up, down = self.energy(real), self.energy(fake)
            loss = tf.reduce_mean(up - down) + 0.1 * tf.reduce_mean(up**2 + down**2)
        grads = tape.gradient(loss, self.energy.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.energy.trainable_variables))
        return loss


cd = ContrastiveDivergence()
cd.energy(tf.zeros((1, 2)))
print(float(cd.train(tf.random.normal((6, 2)))))

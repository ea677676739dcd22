"""Two generators and two discriminators; a helper for the identity loss uses the wrong direction."""

import tensorflow as tf

tf.keras.utils.set_random_seed(92)


def net(out):
    return tf.keras.Sequential([tf.keras.layers.Dense(6, activation="tanh"), tf.keras.layers.Dense(out)])


class CycleGAN:
    def __init__(self):
        self.g = net(3)
        self.f = net(3)
        self.dx = net(1)
        self.dy = net(1)

    def adversarial(self, score):
        return tf.reduce_mean(tf.square(score - 1.0))

    def cycle(self, real, cycled):
        return tf.reduce_mean(tf.abs(real - cycled))

    def step(self, real_x, real_y):
        with tf.GradientTape(persistent=True) as tape:
            fake_y = self.g(real_x)
            fake_x = self.f(real_y)
            gen_g = self.adversarial(self.dy(fake_y))
            gen_f = self.adversarial(self.dx(fake_x))
            cycle = self.cycle(real_x, self.f(fake_y)) + self.cycle(real_y, self.g(fake_x))
            total_g = gen_g + cycle
            same_f = self.cycle(real_x, self.f(real_x))
        grads_g = tape.gradient(total_g, self.g.trainable_variables)
        grads_f = tape.gradient(gen_f, self.f.trainable_variables)
        same_grads = tape.gradient(same_f, self.f.trainable_variables)
        return grads_g, grads_f, same_grads


gan = CycleGAN()
print([[g is None for g in grads] for grads in gan.step(tf.random.normal((4, 3)), tf.random.normal((4, 3)))])

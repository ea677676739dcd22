"""The diagonal of a Hessian; the outer tape is closed before the first gradient is taken."""

import tensorflow as tf

tf.keras.utils.set_random_seed(90)


class Potential(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal((3, 4)))
        self.v = tf.Variable(tf.random.normal((4,)))

    def __call__(self, x):
        return tf.tensordot(tf.nn.softplus(x @ self.w), self.v, 1)


def force(potential, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        energy = tf.reduce_sum(potential(x))
    return -tape.gradient(energy, x)


def laplacian(potential, x):
    f = force(potential, x)  # cause: inner-gradient-outside
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(f)
    return tape.gradient(total, x)  # expect: none inner-gradient-outside|computed-outside-tape


def parameter_gradient(potential, x, forces):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(force(potential, x) - forces))
    return tape.gradient(loss, potential.trainable_variables)


potential = Potential()
x = tf.random.normal((5, 3))
print([g.shape for g in parameter_gradient(potential, x, tf.zeros((5, 3)))])
print(laplacian(potential, x))

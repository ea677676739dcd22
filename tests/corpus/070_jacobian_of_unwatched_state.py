"""Linearise a controlled system around a point."""

import tensorflow as tf

tf.random.set_seed(70)


class Dynamics(tf.Module):
    def __init__(self):
        super().__init__()
        self.a = tf.Variable([[0.9, 0.1], [-0.2, 0.8]])
        self.b = tf.Variable([[0.0], [1.0]])

    def __call__(self, state, control):
        return tf.linalg.matvec(self.a, tf.sin(state)) + tf.linalg.matvec(self.b, control)


def linearise(system, state, control):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(control)
        following = system(state, control)
    by_state = tape.jacobian(following, state)  # expect: none source-not-watched # cause: source-not-watched
    by_control = tape.jacobian(following, control)
    return by_state, by_control


def sensitivity(system, state, control):
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(tf.square(system(state, control)))
    return tape.gradient(cost, system.trainable_variables)


system = Dynamics()
state, control = tf.constant([0.3, -0.1]), tf.constant([0.2])  # cause: source-not-watched
print([g.shape for g in sensitivity(system, state, control)])
print(linearise(system, state, control))

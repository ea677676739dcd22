"""Find the diffusivity that explains a temperature profile."""
import tensorflow as tf

CELLS = 12


def evolve(profile, kappa, steps):
    state = tf.Variable(profile)
    for _ in range(steps):
        bend = state[2:] - 2.0 * state[1:-1] + state[:-2]
        state[1:-1].assign(state[1:-1] + kappa * bend)  # cause: through-state
    return state


def misfit(kappa, start, wanted):
    final = evolve(start, kappa, steps=5)
    return tf.reduce_sum(tf.square(final - wanted))


start = tf.exp(-tf.square(tf.linspace(-3.0, 3.0, CELLS)))
wanted = evolve(start, 0.2, 5)
wanted = tf.convert_to_tensor(wanted)

kappa = tf.Variable(0.05)
for i in range(2):
    with tf.GradientTape() as tape:
        loss = misfit(kappa, start, wanted)
    grad = tape.gradient(loss, kappa)  # expect: none through-state
    print(i, loss.numpy(), grad)
    if grad is not None:
        kappa.assign_sub(0.01 * grad)

"""Two tapes for two coupled filters; the gradients are taken from the wrong one."""
import tensorflow as tf

analysis = tf.Variable([0.5, 0.5], name="analysis")
synthesis = tf.Variable([0.7, -0.7], name="synthesis")


def analyse(x):
    return x[:-1] * analysis[0] + x[1:] * analysis[1]


def synthesise(z):
    return z * synthesis[0] + tf.roll(z, 1, 0) * synthesis[1]


def losses(x):
    with tf.GradientTape() as tape_a:
        z = analyse(x)
        sparsity = tf.reduce_mean(tf.abs(z))
    with tf.GradientTape() as tape_s:
        y = synthesise(z)
        fidelity = tf.reduce_mean((y - x[:-1]) ** 2)
    return (tape_a, sparsity), (tape_s, fidelity)


x = tf.sin(tf.linspace(0.0, 4.0, 12))
for epoch in range(2):
    (tape_a, sparsity), (tape_s, fidelity) = losses(x)
    ga = tape_a.gradient(sparsity, analysis)
    gs = tape_s.gradient(fidelity, synthesis)
    analysis.assign_sub(0.1 * ga)
    synthesis.assign_sub(0.1 * gs)

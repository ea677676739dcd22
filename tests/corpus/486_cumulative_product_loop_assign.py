"""Survival curve: the hazard is written into a variable table, row by row."""
import tensorflow as tf

T = 6
log_hazard = tf.Variable(tf.fill((T,), -2.0))
survival = tf.Variable(tf.ones((T + 1,)), trainable=False)


def curve():
    hazard = tf.exp(log_hazard)
    for t in range(T):
        survival[t + 1].assign(survival[t] * tf.exp(-hazard[t]))  # cause: through-state
    return tf.identity(survival)


observed = tf.constant([1.0, 0.9, 0.7, 0.6, 0.5, 0.4, 0.35])
for step in range(2):
    with tf.GradientTape() as tape:
        gap = tf.reduce_sum((curve() - observed) ** 2)
    g = tape.gradient(gap, log_hazard)  # expect: none through-state
    print(step, gap.numpy())
    if g is not None:
        log_hazard.assign_sub(0.5 * g)

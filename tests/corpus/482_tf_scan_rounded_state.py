"""A delta modulator: the state of tf.scan is rounded in every step."""
import tensorflow as tf


def make_step(gain):
    def step(state, sample):
        level = state + gain * (sample - state)
        return tf.round(level * 16.0) / 16.0  # cause: non-differentiable-op

    return step


def encode(signal, gain):
    return tf.scan(make_step(gain), signal, initializer=tf.constant(0.0))


gain = tf.Variable(0.3)
signal = tf.sin(tf.linspace(0.0, 6.0, 25))
for k in range(2):
    with tf.GradientTape() as tape:
        noise = tf.reduce_mean((encode(signal, gain) - signal) ** 2)
    g = tape.gradient(noise, gain)  # expect: none non-differentiable-op
    print(k, noise.numpy(), g)
    if g is not None:
        gain.assign_sub(0.1 * g)

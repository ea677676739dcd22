"""Tune the width of a smoothing window."""
import tensorflow as tf


def window(width):
    n = int(width)  # cause: left-tensorflow
    return tf.ones((n,)) / n


def smooth(signal, width):
    kernel = window(width)
    return tf.nn.conv1d(signal[None, :, None], kernel[:, None, None], stride=1, padding="SAME")[0, :, 0]


def tune(signal, reference, width, steps=2):
    for step in range(steps):
        with tf.GradientTape() as tape:
            err = tf.reduce_mean(tf.abs(smooth(signal, width) - reference))
        g = tape.gradient(err, width)  # expect: none left-tensorflow
        print(step, err.numpy(), g)
        if g is not None:
            width.assign_sub(g)


signal = tf.sin(tf.linspace(0.0, 9.0, 50)) + 0.1 * tf.random.normal((50,), seed=1)
tune(signal, tf.sin(tf.linspace(0.0, 9.0, 50)), tf.Variable(5.0))

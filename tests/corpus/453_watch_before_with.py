"""Snell's law: the tape is used before it is entered."""
import tensorflow as tf


def snell(theta, n1, n2):
    return tf.asin(n1 / n2 * tf.sin(theta))


def optical_path(y, a, b, n1, n2):
    return n1 * tf.sqrt(a**2 + y**2) + n2 * tf.sqrt(b**2 + (1.0 - y) ** 2)


def fermat(y, a=1.0, b=1.0, n1=1.0, n2=1.5):
    tape = tf.GradientTape()
    tape.watch(y)  # expect: raises watch-raises # cause: watch-raises
    with tape:
        length = optical_path(y, a, b, n1, n2)
    return length, tape.gradient(length, y)


y = tf.constant(0.2)
for i in range(3):
    length, slope = fermat(y)
    y = y - 0.2 * slope
    print(i, length.numpy(), tf.math.atan(y).numpy())

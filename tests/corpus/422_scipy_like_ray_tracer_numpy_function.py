"""A dispersion model is called through tf.numpy_function."""
import numpy as np
import tensorflow as tf


def sellmeier(wavelength, b, c):
    w2 = wavelength**2
    return np.sqrt(1.0 + b * w2 / (w2 - c)).astype(np.float32)


def index(wavelength, glass):
    n = tf.numpy_function(sellmeier, [wavelength, glass["b"], glass["c"]], tf.float32)  # cause: left-tensorflow
    n.set_shape(wavelength.shape)
    return n


@tf.function
def misfit(glass, wavelength, measured):
    return tf.reduce_mean(tf.square(index(wavelength, glass) - measured))


def main():
    wavelength = tf.constant([0.45, 0.55, 0.65], tf.float32)
    measured = tf.constant([1.528, 1.519, 1.515], tf.float32)
    glass = {"b": tf.Variable(1.0), "c": tf.Variable(0.01)}
    for step in range(2):
        with tf.GradientTape() as tape:
            loss = misfit(glass, wavelength, measured)
        grads = tape.gradient(loss, glass)  # expect: none left-tensorflow
        for name in glass:
            if grads[name] is not None:
                glass[name].assign_sub(0.1 * grads[name])
        print(step, loss.numpy())


main()

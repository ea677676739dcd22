"""Photon counting: the noisy image is drawn from a Poisson distribution."""
import tensorflow as tf


class Detector:
    """Quantum efficiency and dark current of a pixel."""

    def __init__(self):
        self.efficiency = tf.Variable(0.6)
        self.dark = tf.Variable(2.0)

    def expected(self, flux):
        return self.efficiency * flux + self.dark

    def expose(self, flux):
        rate = self.expected(flux)
        return rate + tf.sqrt(rate) * tf.random.normal(tf.shape(rate), seed=3)


def chi2(detector, flux, counts):
    return tf.reduce_mean((detector.expose(flux) - counts) ** 2 / counts)


flux = tf.constant([10.0, 20.0, 30.0])
counts = tf.constant([9.0, 14.0, 19.0])
detector = Detector()
with tf.GradientTape() as tape:
    value = chi2(detector, flux, counts)
g = tape.gradient(value, [detector.efficiency, detector.dark])
print(value.numpy(), g)

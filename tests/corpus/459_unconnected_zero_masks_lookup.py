"""Wavelength dependent weights are looked up in an integer table."""
import tensorflow as tf

BANDS = tf.constant([0.1, 0.4, 0.3, 0.2])


def band_weight(wavelength):
    band = tf.cast(4.0 * wavelength, tf.int32)  # cause: integer-dtype
    return tf.gather(BANDS, band)


def throughput(wavelength):
    return tf.reduce_sum(band_weight(wavelength))


wavelength = tf.Variable([0.1, 0.35, 0.8])
with tf.GradientTape() as tape:
    value = throughput(wavelength)
grad = tape.gradient(value, wavelength, unconnected_gradients=tf.UnconnectedGradients.ZERO)  # expect: zero hidden-by-zero|integer-dtype
wavelength.assign_add(0.01 * grad)
print(value.numpy(), grad.numpy())

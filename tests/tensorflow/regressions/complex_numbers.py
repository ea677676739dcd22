# The angle, the imaginary part and the sign of complex numbers carry, of real numbers they do not
import tensorflow as tf

x = tf.Variable([1.5, -2.5, 0.5, 1.0])
z = tf.Variable([1.0 + 2.0j, 2.0 - 1.0j])


def phase(signal):
    return tf.math.angle(signal)


with tf.GradientTape(persistent=True) as tape:
    spectrum = tf.signal.rfft(x)
    angles = tf.math.angle(spectrum)
    imaginary = tf.math.imag(tf.complex(x, x * 2.0))
    phases = phase(tf.signal.fft(tf.cast(x, tf.complex64)))
    signs = tf.math.real(tf.sign(z * 2.0))
    real_angles = tf.math.angle(x * 2.0)
    real_signs = tf.sign(x * 2.0)
tape.gradient(angles, x)
tape.gradient(imaginary, x)
tape.gradient(phases, x)
tape.gradient(signs, z)
tape.gradient(real_angles, x)
tape.gradient(real_signs, x)

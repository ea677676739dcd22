"""Zeros instead of None make a broken calibration look like a converged one."""

import tensorflow as tf


class Sensor:
    """A sensor with a gain, an offset, and a drift that was added later."""

    def __init__(self):
        self.gain = tf.Variable(1.2)
        self.offset = tf.Variable(0.1)
        self.drift = tf.Variable(0.05)  # cause: no-path

    def read(self, signal, time):
        return self.gain * signal + self.offset

    @property
    def parameters(self):
        return [self.gain, self.offset]


def calibration_error(sensor, signal, time, truth):
    return tf.reduce_mean(tf.square(sensor.read(signal, time) - truth))


signal = tf.constant([0.0, 1.0, 2.0])
time = tf.constant([0.0, 0.5, 1.0])
truth = tf.constant([0.0, 1.1, 2.3])
sensor = Sensor()

for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        error = calibration_error(sensor, signal, time, truth)
    grads = tape.gradient(error, sensor.parameters)
    drift_grad = tape.gradient(  # expect: zero hidden-by-zero # cause: no-path
        error, sensor.drift, unconnected_gradients=tf.UnconnectedGradients.ZERO
    )
    for grad, parameter in zip(grads + [drift_grad], sensor.parameters + [sensor.drift]):
        parameter.assign_sub(0.1 * grad)
    print(step, float(error), float(drift_grad))

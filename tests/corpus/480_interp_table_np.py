"""Engine map lookup with np.interp inside of an optimal throttle schedule."""
import numpy as np
import tensorflow as tf

RPM = np.array([1000.0, 2000.0, 3000.0, 4000.0])
TORQUE = np.array([80.0, 120.0, 150.0, 130.0])


def torque(rpm):
    return np.interp(rpm, RPM, TORQUE)  # cause: left-tensorflow


def simulate(throttle, steps=5, dt=0.1):
    speed = tf.constant(10.0)
    for k in range(steps):
        force = throttle[k] * torque(150.0 * speed) * 0.1
        speed = speed + dt * (force - 0.05 * speed)
    return speed


initial = tf.Variable(10.0)
with tf.GradientTape() as tape:
    pull = tf.reduce_sum(tf.constant([1.0, 0.5]) * torque(150.0 * initial))
d = tape.gradient(pull, initial)  # expect: none left-tensorflow
throttle = tf.Variable(tf.fill((5,), 0.5))
with tf.GradientTape() as tape:
    final = simulate(throttle)
print(final.numpy(), tape.gradient(final, throttle).numpy(), d)

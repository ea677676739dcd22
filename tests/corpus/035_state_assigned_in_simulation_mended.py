"""A pendulum whose state lives in variables that are assigned at each step."""

import tensorflow as tf


class Pendulum:
    def __init__(self, length=1.0, damping=0.1):
        self.length = tf.Variable(length, name="length")
        self.damping = tf.Variable(damping, name="damping")
        self.angle = tf.Variable(0.5, trainable=False)
        self.speed = tf.Variable(0.0, trainable=False)

    def reset(self):
        self.angle.assign(0.5)
        self.speed.assign(0.0)

    def acceleration(self, angle, speed):
        return -9.81 / self.length * tf.sin(angle) - self.damping * speed

    def simulate(self, steps, dt=0.02):
        angle, speed = tf.constant(0.5), tf.constant(0.0)
        for _ in range(steps):
            speed = speed + dt * self.acceleration(angle, speed)
            angle = angle + dt * speed
        return tf.identity(angle)

    def energy(self, angle, speed):
        return 0.5 * (self.length * speed) ** 2 + 9.81 * self.length * (1.0 - tf.cos(angle))


pendulum = Pendulum()
with tf.GradientTape() as tape:
    energy = pendulum.energy(0.5, 1.0)
print("energy:", tape.gradient(energy, pendulum.length).numpy())

with tf.GradientTape() as tape:
    loss = tf.square(pendulum.simulate(10) - 0.2)
d_length, d_damping = tape.gradient(loss, [pendulum.length, pendulum.damping])
print("simulation:", d_length, d_damping)

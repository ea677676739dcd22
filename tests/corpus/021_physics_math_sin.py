"""Find the launch angle and speed that hit a target, by descent through a simulation."""

import math

import tensorflow as tf

GRAVITY = 9.81


class Cannon:
    def __init__(self, angle=0.6, speed=12.0):
        self.angle = tf.Variable(angle)
        self.speed = tf.Variable(speed)

    def velocity(self):
        vx = self.speed * math.cos(self.angle)  # cause: left-tensorflow
        vy = self.speed * math.sin(self.angle)  # cause: left-tensorflow
        return vx, vy


def fly(vx, vy, steps=20, dt=0.05):
    x, y = tf.constant(0.0), tf.constant(0.0)
    for _ in range(steps):
        x = x + vx * dt
        y = y + vy * dt
        vy = vy - GRAVITY * dt
    return x, y


def miss(cannon, target):
    x, y = fly(*cannon.velocity())
    return tf.square(x - target[0]) + tf.square(y - target[1])


cannon = Cannon()
for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        loss = miss(cannon, (8.0, 2.0))
    d_speed = tape.gradient(loss, cannon.speed)
    d_angle = tape.gradient(loss, cannon.angle)  # expect: none left-tensorflow
    cannon.speed.assign_sub(1e-2 * d_speed)
    if d_angle is not None:
        cannon.angle.assign_sub(1e-3 * d_angle)
    print(step, float(loss), d_angle)

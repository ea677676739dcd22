"""Inverse kinematics of a three link planar arm by gradient descent."""
import numpy as np
import tensorflow as tf

LINKS = [0.5, 0.4, 0.2]


def rotation(angle):
    c, s = np.cos(angle), np.sin(angle)  # cause: left-tensorflow
    return tf.constant(np.array([[c, -s], [s, c]]), dtype=tf.float32)


def hand_position(angles):
    """Chain the links; returns the position of the hand in the base frame."""
    position = tf.zeros((2, 1))
    total = 0.0
    for length, angle in zip(LINKS, tf.unstack(angles)):
        total = total + angle
        position = position + rotation(total) @ tf.constant([[length], [0.0]])
    return position


def solve(goal, iterations=3, step=0.5):
    angles = tf.Variable([0.1, 0.2, 0.3])
    goal = tf.reshape(tf.constant(goal), (2, 1))
    for i in range(iterations):
        with tf.GradientTape() as tape:
            error = goal - hand_position(angles)
            cost = tf.reduce_sum(error ** 2)
        jac = tape.gradient(cost, angles)  # expect: none left-tensorflow
        if jac is None:
            print("no gradient in iteration", i)
            continue
        angles.assign_sub(step * jac)
    return angles


print(solve([0.6, 0.5]))

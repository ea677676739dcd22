"""Place six points in the plane so that their distances match a table, with plain variables and helpers."""

import math

import numpy as np
import tensorflow as tf

POINTS = 6
WANTED = 1.0
STEPS = 10


def start_positions():
    """Return the points on a circle, slightly disturbed."""
    rng = np.random.default_rng(3)
    angles = np.linspace(0.0, 2.0 * math.pi, POINTS, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return tf.Variable(circle + 0.05 * rng.normal(size=circle.shape), dtype=tf.float32, name="positions")


def pairwise(positions):
    """Return the distance of every pair, with a small floor that keeps the root smooth."""
    difference = positions[:, tf.newaxis, :] - positions[tf.newaxis, :, :]
    return tf.sqrt(tf.reduce_sum(difference**2, axis=-1) + 1e-6)


def neighbours():
    """Return a mask of the pairs that are next to each other on the ring."""
    mask = np.zeros((POINTS, POINTS), dtype="float32")
    for i in range(POINTS):
        mask[i, (i + 1) % POINTS] = 1.0
        mask[(i + 1) % POINTS, i] = 1.0
    return tf.constant(mask)


def spring_energy(positions, stiffness, mask):
    """Return the energy of springs of length WANTED between neighbours."""
    stretch = pairwise(positions) - WANTED
    return 0.5 * stiffness * tf.reduce_sum(mask * stretch**2)


def repulsion(positions, strength):
    """Return an energy that keeps points from falling onto each other."""
    apart = pairwise(positions) + tf.eye(POINTS)
    return strength * tf.reduce_sum(1.0 / apart)


def centre_of_mass(positions):
    return tf.reduce_mean(positions, axis=0)


def ring_angle(positions):
    """Return the angle of the first point around the centre."""
    offset = positions[0] - centre_of_mass(positions)
    return tf.convert_to_tensor(np.arctan2(offset[1], offset[0]))


def angle_penalty(positions, wanted):
    """Return how far the ring is turned from the wanted angle."""
    return tf.square(ring_angle(positions) - wanted)


def descend(variable, gradient, rate):
    """Take one step downhill, with the gradient's norm bounded."""
    variable.assign_sub(rate * tf.clip_by_norm(gradient, 1.0))


def relax(positions, stiffness, strength, mask):
    """Run the descent and return the energies."""
    energies = []
    for _ in range(STEPS):
        with tf.GradientTape() as tape:
            energy = spring_energy(positions, stiffness, mask) + repulsion(positions, strength)
        gradient = tape.gradient(energy, positions)
        descend(positions, gradient, 0.05)
        energies.append(float(energy))
    return energies


def tune_stiffness(positions, stiffness, mask):
    """Return the gradient of the energy with respect to the stiffness alone."""
    with tf.GradientTape() as tape:
        energy = spring_energy(positions, stiffness, mask)
        loss = tf.square(energy - 1.0)
    return tape.gradient(loss, stiffness)


def centre(positions):
    """Move the ring's centre to the origin by one exact gradient step."""
    with tf.GradientTape() as tape:
        distance = 0.5 * tf.reduce_sum(centre_of_mass(positions) ** 2)
    gradient = tape.gradient(distance, positions)
    positions.assign_sub(gradient * POINTS)
    return float(distance)


def turn(positions):
    """Ask in which direction the points must move to turn the ring upright."""
    with tf.GradientTape() as tape:
        penalty = angle_penalty(positions, math.pi / 2)
    return tape.gradient(penalty, positions)


def curvature(positions, stiffness, mask):
    """Return the energy's second derivative along the stiffness, and the stretch's along the positions."""
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            energy = spring_energy(positions, tf.square(stiffness), mask)
        slope = inner.gradient(energy, stiffness)
    return outer.gradient(slope, stiffness)


def main():
    positions = start_positions()
    stiffness = tf.Variable(4.0, name="stiffness")
    strength = tf.constant(0.01)
    mask = neighbours()
    energies = relax(positions, stiffness, strength, mask)
    print(f"energy {energies[0]:.3f} -> {energies[-1]:.3f}")
    print("d loss / d stiffness:", tune_stiffness(positions, stiffness, mask).numpy())
    print(f"centre was off by {centre(positions):.5f}")
    print("curvature:", curvature(positions, stiffness, mask).numpy())
    print("turning:", turn(positions))


if __name__ == "__main__":
    main()

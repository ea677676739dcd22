"""Kepler orbit: choose the start velocity so that the orbit closes (leapfrog)."""
import argparse
import math

import tensorflow as tf


def acceleration(pos):
    r = math.sqrt(pos[0] ** 2 + pos[1] ** 2)
    return [-p / r**3 for p in pos]


def leapfrog(pos, vel, dt, n):
    for _ in range(n):
        acc = acceleration(pos)
        vel = [v + 0.5 * dt * a for v, a in zip(vel, acc)]
        pos = [p + dt * v for p, v in zip(pos, vel)]
        acc = acceleration(pos)
        vel = [v + 0.5 * dt * a for v, a in zip(vel, acc)]
    return pos, vel


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--dt", type=float, default=0.1)
    parser.add_argument("--n", type=int, default=8)
    args = parser.parse_args(argv)
    speed = tf.Variable(0.9)
    for i in range(2):
        with tf.GradientTape(persistent=True) as tape:
            pos, vel = leapfrog([1.0, 0.0], [0.0, speed], args.dt, args.n)
            r2 = pos[0] ** 2 + pos[1] ** 2
            radial = pos[0] * vel[0] + pos[1] * vel[1]
            curve = tf.sqrt(r2)
        d_radial = tape.gradient(radial, speed)
        d_curve = tape.gradient(curve, speed)
        if d_curve is not None:
            speed.assign_sub(0.1 * d_curve)
        print(i, float(r2), d_radial, d_curve)


if __name__ == "__main__":
    main([])

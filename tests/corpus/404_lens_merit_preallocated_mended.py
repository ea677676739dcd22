"""Optimise the curvatures of a thin lens stack (paraxial ray trace)."""
import argparse

import numpy as np
import tensorflow as tf


def refract(height, slope, power):
    return height, slope - height * power


def propagate(height, slope, gap):
    return height + gap * slope, slope


def trace(powers, gaps, heights):
    spots = []
    for k, h0 in enumerate(heights):
        h, u = tf.constant(h0), tf.constant(0.0)
        for power, gap in zip(powers, gaps):
            h, u = refract(h, u, power)
            h, u = propagate(h, u, gap)
        spots.append(h)
    return tf.stack(spots)


def merit(powers, gaps, heights):
    spots = trace(powers, gaps, heights)
    return tf.reduce_mean(tf.square(spots))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--rate", type=float, default=0.1)
    args = parser.parse_args([])

    powers = [tf.Variable(1.0), tf.Variable(0.5)]
    gaps = [0.2, 1.0]
    heights = np.linspace(0.1, 1.0, 4).astype(np.float32)
    optimizer = tf.keras.optimizers.SGD(args.rate)
    for step in range(args.steps):
        with tf.GradientTape() as tape:
            value = merit(powers, gaps, heights)
        grads = tape.gradient(value, powers)
        pairs = [(g, p) for g, p in zip(grads, powers) if g is not None]
        if pairs:
            optimizer.apply_gradients(pairs)
        print(step, float(value))


if __name__ == "__main__":
    main()

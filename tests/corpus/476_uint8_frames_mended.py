"""Sensitivity of a motion score to the pixels of a video."""
import numpy as np
import tensorflow as tf


def load_video(frames, height, width, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, size=(frames, height, width), dtype=np.uint8)


def motion(frames):
    frames = tf.cast(frames, tf.float32) / 255.0
    return tf.reduce_mean(tf.abs(frames[1:] - frames[:-1]))


def sensitivity(video):
    video = tf.convert_to_tensor(video.astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(video)
        score = motion(video)
    g = tape.gradient(score, video)
    return score, g


video = load_video(4, 5, 5)
score, g = sensitivity(video)
print(score.numpy(), None if g is None else tf.reduce_max(tf.abs(g)).numpy())

"""Signal denoising: the filter is applied where nothing is recorded."""
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(4)
clean = np.sin(np.linspace(0, 6, 64)).astype(np.float32)
noisy = clean + 0.2 * rng.standard_normal(64).astype(np.float32)


def fir(signal, taps):
    kernel = tf.reshape(taps, (-1, 1, 1))
    return tf.nn.conv1d(tf.reshape(signal, (1, -1, 1)), kernel, 1, "SAME")[0, :, 0]


def smoothness(signal):
    return tf.reduce_mean((signal[1:] - signal[:-1]) ** 2)


taps = tf.Variable(np.ones(5, np.float32) / 5)
for step in range(2):
    with tf.GradientTape() as tape:
        with tape.stop_recording():
            out = fir(noisy, taps)  # cause: recording-stopped
            print("roughness", smoothness(out).numpy())
        loss = tf.reduce_mean((out - clean) ** 2) + 0.1 * smoothness(out)
    grad = tape.gradient(loss, taps)  # expect: none recording-stopped
    if grad is not None:
        taps.assign_sub(0.1 * grad)

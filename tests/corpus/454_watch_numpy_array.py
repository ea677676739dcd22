"""Input sensitivities of a hand made logistic model; the input is NumPy."""
import numpy as np
import tensorflow as tf

W = np.array([[0.2], [-0.7], [1.1]], dtype=np.float32)


def logit(x):
    return tf.matmul(x, W)[:, 0]


def sensitivity(x, names):
    with tf.GradientTape() as tape:
        tape.watch(x)  # expect: raises watch-raises # cause: watch-raises
        p = tf.sigmoid(logit(x))
    grads = tape.gradient(p, x)
    return dict(zip(names, np.abs(grads.numpy()).mean(axis=0)))


x = np.random.default_rng(1).normal(size=(5, 3)).astype(np.float32)
for name, value in sensitivity(x, ["age", "dose", "weight"]).items():
    print(f"{name:>8} {value:.3f}")

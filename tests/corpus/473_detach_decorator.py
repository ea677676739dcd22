"""Every feature extractor is wrapped by a decorator that detaches its output."""
import functools

import tensorflow as tf


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        out = function(*args, **kwargs)
        out = tf.stop_gradient(out)  # cause: stop-gradient
        tf.debugging.check_numerics(out, function.__name__)
        return out

    return wrapper


filters = tf.Variable(tf.random.normal((3, 1, 4), seed=1) * 0.2)
readout = tf.Variable(tf.random.normal((4, 1), seed=2))


@logged
def features(signal):
    return tf.nn.relu(tf.nn.conv1d(signal[..., None], filters, 1, "SAME"))


def classify(signal):
    return tf.reduce_mean(features(signal), axis=1) @ readout


signals = tf.random.normal((6, 20), seed=3)
labels = tf.constant([[1.0], [0.0], [1.0], [0.0], [1.0], [0.0]])
for epoch in range(2):
    with tf.GradientTape() as tape:
        logits = classify(signals)
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))
    grads = tape.gradient(loss, {"filters": filters, "readout": readout})  # expect: none stop-gradient source=filters
    readout.assign_sub(0.1 * grads["readout"])
    if grads["filters"] is not None:
        filters.assign_sub(0.1 * grads["filters"])

"""Logistic regression from scratch; the update replaces the variables."""

import tensorflow as tf

tf.random.set_seed(34)


def make_blobs(count):
    half = count // 2
    x = tf.concat([tf.random.normal((half, 2)) - 1.0, tf.random.normal((half, 2)) + 1.0], axis=0)
    y = tf.concat([tf.zeros((half, 1)), tf.ones((half, 1))], axis=0)
    return x, y


def predict(x, w, b):
    return tf.sigmoid(x @ w + b)


def cross_entropy(y, p):
    p = tf.clip_by_value(p, 1e-6, 1.0 - 1e-6)
    return -tf.reduce_mean(y * tf.math.log(p) + (1.0 - y) * tf.math.log(1.0 - p))


def train(x, y, rate=0.5, epochs=4):
    w = tf.Variable(tf.zeros((2, 1)))
    b = tf.Variable(0.0)
    for epoch in range(epochs):
        with tf.GradientTape() as tape:
            loss = cross_entropy(y, predict(x, w, b))
        dw, db = tape.gradient(loss, [w, b])
        w.assign_sub(rate * dw)
        b.assign_sub(rate * db)
        print(epoch, float(loss))
    return w, b


def input_sensitivity(x, y, w, b):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        loss = cross_entropy(y, predict(x, w, b))
    return tape.gradient(loss, x)


inputs, answers = make_blobs(20)
print(input_sensitivity(inputs, answers, tf.constant([[1.0], [0.5]]), 0.1).shape)
train(inputs, answers)

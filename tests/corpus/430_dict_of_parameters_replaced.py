"""Logistic growth fitted with plain gradient descent over a dict."""
import tensorflow as tf

DAYS = tf.constant([0.0, 2.0, 4.0, 6.0, 8.0])
CASES = tf.constant([0.05, 0.2, 0.5, 0.8, 0.95])


def logistic(days, p):
    return p["top"] / (1.0 + tf.exp(-p["rate"] * (days - p["middle"])))


def update(p, grads, lr):
    new = {}
    for name, value in p.items():
        new[name] = value - lr * grads[name]  # cause: source-overwritten
    return new


def run(epochs, lr=0.1):
    p = {"top": tf.Variable(0.9), "rate": tf.Variable(0.5), "middle": tf.Variable(3.0)}
    for epoch in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((logistic(DAYS, p) - CASES) ** 2)
        grads = tape.gradient(loss, p)  # expect: none source-overwritten
        if None in grads.values():
            print("lost the gradients in epoch", epoch)
            return p
        p = update(p, grads, lr)
        print(epoch, loss.numpy())
    return p


run(3)

"""Elastic net with the sources given as a generator."""
import tensorflow as tf

params = {"w": tf.Variable([0.1, -0.2, 0.3]), "b": tf.Variable(0.0), "running": tf.Variable(1.0, trainable=False)}


def model(x):
    return tf.linalg.matvec(x, params["w"]) + params["b"]


def elastic(x, y, l1=0.01, l2=0.01):
    fit = tf.reduce_mean((model(x) - y) ** 2)
    return fit + l1 * tf.reduce_sum(tf.abs(params["w"])) + l2 * tf.reduce_sum(params["w"] ** 2)


x = tf.random.normal((10, 3), seed=1)
y = tf.reduce_sum(x, axis=1)
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = elastic(x, y)
    grads = tape.gradient(loss, [p for p in params.values() if p.trainable])
    for p, g in zip([p for p in params.values() if p.trainable], grads):
        p.assign_sub(0.1 * g)
    print(epoch, loss.numpy())

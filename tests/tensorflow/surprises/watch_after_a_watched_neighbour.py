# A late watch works for an op that a watched variable had recorded
import tensorflow as tf

x = tf.constant([[1.0, 2.0]])
w = tf.Variable([[3.0], [4.0]])
with tf.GradientTape() as tape:
    y = x @ w
    tape.watch(x)
tape.gradient(y, x)
with tf.GradientTape() as tape:
    y = tf.reduce_sum(x * tf.transpose(w) + x * x)
    tape.watch(x)
tape.gradient(y, x)
with tf.GradientTape() as tape:
    flat = tf.reshape(x, [-1])
    y = flat * w[:, 0]
    tape.watch(x)
tape.gradient(y, x)
with tf.GradientTape() as tape:
    y = x @ w
tape.watch(x)
tape.gradient(y, x)

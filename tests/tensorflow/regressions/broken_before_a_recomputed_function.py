# What is broken before a recomputed function is None; only what breaks inside of it comes back as zeros
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
before = w * 2.0
with tf.GradientTape(persistent=True) as tape:
    outside = tf.recompute_grad(lambda e: e * 2.0 * v)(before)
    rounded = tf.recompute_grad(lambda e: e * v)(tf.round(w))
    inside = tf.recompute_grad(lambda e: tf.round(e))(w * 1.0)
    behind = tf.round(inside)
tape.gradient(outside, [v, w])
tape.gradient(rounded, [v, w])
tape.gradient(inside, [v, w])
tape.gradient(behind, [v, w])

# Infinite and undefined gradients are gradients
import tensorflow as tf

v = tf.Variable([0.0, 0.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.sqrt(v)
    y2 = tf.norm(v)
    y3 = tf.where(v > 0.0, tf.math.log(v), 0.0)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)

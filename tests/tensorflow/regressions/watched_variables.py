# The variables that a tape has seen are sources like others
import tensorflow as tf

v, w = tf.Variable(2.0), tf.Variable(3.0)
with tf.GradientTape() as tape:
    product = v * 2.0
tape.gradient(product, tape.watched_variables())

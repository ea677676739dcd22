# tf.nest.pack_sequence_as puts each value in its place
import tensorflow as tf

weights = {"a": tf.Variable(1.0), "b": [tf.Variable(2.0), tf.Variable(3.0)]}
with tf.GradientTape(persistent=True) as tape:
    doubled = tf.nest.pack_sequence_as(weights, [w * 2.0 for w in tf.nest.flatten(weights)])
    first, second = doubled["a"], doubled["b"][0]
tape.gradient(first, weights)
tape.gradient(second, weights)

# Softmax over equal scores gives the query exact zeros, and not None
import tensorflow as tf

query = tf.Variable([[1.0, 2.0]])
key = tf.Variable([[1.0, 2.0]])
value = tf.Variable([[3.0, 4.0]])
with tf.GradientTape() as tape:
    weights = tf.nn.softmax(tf.matmul(query, key, transpose_b=True))
    y = tf.matmul(weights, value)
tape.gradient(y, [query, key, value])

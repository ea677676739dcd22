# The gradient of an embedding is an IndexedSlices, and a gradient
import tensorflow as tf

layer = tf.keras.layers.Embedding(3, 2)
with tf.GradientTape() as tape:
    y = tf.reduce_sum(layer(tf.constant([0, 1])))
tape.gradient(y, layer.trainable_variables)

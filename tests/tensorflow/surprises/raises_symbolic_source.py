# A symbolic Keras tensor is no source
import tensorflow as tf

inputs = tf.keras.Input([2])
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs))
with tf.GradientTape() as tape:
    y = model(tf.ones([1, 2]))
tape.gradient(y, inputs)

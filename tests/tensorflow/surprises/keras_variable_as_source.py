# A layer's variable is accepted as a source
import tensorflow as tf

layer = tf.keras.layers.Dense(1)
x = tf.ones([1, 2])
layer(x)
with tf.GradientTape() as tape:
    y = layer(x)
tape.gradient(y, [layer.kernel, layer.bias])

# unconnected_gradients=ZERO gives zeros for tf.Variables and raises for Keras 3 variables
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

layer = tf.keras.layers.Dense(1)
layer(tf.ones([1, 2]))
with tf.GradientTape(persistent=True) as tape:
    y = tf.constant(1.0) * 2.0
tape.gradient(y, v, unconnected_gradients=tf.UnconnectedGradients.ZERO)
tape.gradient(y, layer.kernel, unconnected_gradients=tf.UnconnectedGradients.ZERO)

# Metric objects give None, metric functions of an error a gradient, of an accuracy None
import keras
import tensorflow as tf

layer = tf.keras.layers.Dense(1)
x = tf.ones([2, 2])
t = tf.zeros([2, 1])
layer(x)
mean = tf.keras.metrics.Mean()
with tf.GradientTape(persistent=True) as tape:
    y = layer(x)
    y1 = mean(y)
    y2 = mean.result()
    y3 = tf.keras.metrics.binary_accuracy(t, y)
    y4 = keras.metrics.mean_squared_error(t, y)
    y5 = keras.ops.round(y)
tape.gradient(y1, layer.kernel)
tape.gradient(y2, layer.kernel)
tape.gradient(y3, layer.kernel)
tape.gradient(y4, layer.kernel)
tape.gradient(y5, layer.kernel)

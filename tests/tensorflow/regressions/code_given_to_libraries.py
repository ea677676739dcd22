# Layers and functions that are given code compute with what that code has around it
import keras
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
x = tf.Variable([[1.0, 2.0]])
activation = tf.keras.layers.Activation(lambda z: z * w)
rounding = tf.keras.layers.Activation(lambda z: tf.round(z))
dense = tf.keras.layers.Dense(2, activation=lambda z: z * w)
plain = tf.keras.layers.Dense(2, kernel_initializer=lambda shape, dtype: tf.ones(shape, dtype))
inputs = tf.keras.Input((2,))
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, activation=lambda z: z * w)(inputs))
with tf.GradientTape(persistent=True) as tape:
    switched = keras.ops.switch(0, [lambda a: a * v, lambda a: a], w * 1.0)
    activated = activation(v)
    rounded = rounding(v)
    through = dense(x)
    straight = plain(x)
    by_model = model(x)
tape.gradient(switched, [v, w])
tape.gradient(activated, [v, w])
tape.gradient(rounded, [v, w])
tape.gradient(through, [x, w, v])
tape.gradient(through, dense.kernel)
tape.gradient(straight, [x, w])
tape.gradient(by_model, [x, w])

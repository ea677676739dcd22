# model.variables holds the statistics of BatchNormalization, which are None
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2), tf.keras.layers.BatchNormalization()])
x = tf.ones([2, 2])
model(x)
with tf.GradientTape(persistent=True) as tape:
    y = model(x, training=True)
tape.gradient(y, model.trainable_variables)
tape.gradient(y, model.variables)

# model.trainable = False empties its lists; the weights themselves have gradients all the same
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model(tf.ones([1, 2]))
model.trainable = False
with tf.GradientTape(persistent=True) as tape:
    y = model(tf.ones([1, 2]))
tape.gradient(y, model.trainable_variables)
tape.gradient(y, model.weights)

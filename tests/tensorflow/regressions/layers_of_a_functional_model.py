# A layer that is taken out of a functional model may be any layer of it
import tensorflow as tf

start = tf.keras.Input([2])
middle = tf.keras.layers.Dense(3)(start)
model = tf.keras.Model(start, tf.keras.layers.Dense(2)(middle))
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_sum(model(tf.ones([1, 2])))
tape.gradient(loss, model.get_layer(index=1).kernel)
tape.gradient(loss, model.layers[2].kernel)

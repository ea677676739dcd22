# Keras's random image layers keep the gradient
import tensorflow as tf

v = tf.Variable(tf.ones([1, 4, 4, 3]))
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.keras.layers.RandomFlip()(v, training=True)
    y2 = tf.keras.layers.RandomRotation(0.1)(v, training=True)
    y3 = tf.keras.layers.RandomTranslation(0.1, 0.1)(v, training=True)
    y4 = tf.keras.layers.RandomZoom(0.1)(v, training=True)
    y5 = tf.keras.layers.RandomBrightness(0.1, value_range=(0.0, 9.0))(v * 1.0, training=True)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)

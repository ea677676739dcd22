# keras.ops splits as TensorFlow does
import keras
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = keras.ops.sin(v * 1.0)
    y2 = keras.ops.relu(v * 1.0)
    y3 = keras.ops.round(v * 1.0)
    y4 = keras.ops.floor(v * 1.0)
    y5 = keras.ops.cast(keras.ops.argmax(v * 1.0), 'float32')
    y6 = keras.ops.stop_gradient(v * 1.0)
    y7 = keras.ops.zeros_like(v * 1.0)
    y8 = tf.constant(keras.ops.convert_to_numpy(v * 1.0))
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)
tape.gradient(y6, v)
tape.gradient(y7, v)
tape.gradient(y8, v)

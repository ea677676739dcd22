# Saturated functions and softmax over one element have a gradient of zeros
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.sigmoid(v + 300.0)
    y2 = tf.nn.softmax(v[:, None])
    y3 = tf.clip_by_value(v, 7.0, 9.0)
    y4 = tf.nn.relu(v - 100.0)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

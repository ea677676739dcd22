# Functions that pack a list of tensors keep the gradient
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.convert_to_tensor([v[0], v[1]])
    y2 = tf.cast([v[0], v[1]], tf.float32)
    y3 = tf.reduce_mean([v[0], v[1]])
    y4 = tf.stack([v[0], v[1]])
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

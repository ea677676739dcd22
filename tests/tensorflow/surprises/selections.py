# Selections keep the gradient
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.sort(v)
    y2 = tf.math.top_k(v).values
    y3 = tf.boolean_mask(v, [True, False])
    y4 = tf.gather(v, [1])
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

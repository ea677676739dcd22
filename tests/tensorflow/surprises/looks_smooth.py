# Functions that look smooth and give None
import numpy as np
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.random.shuffle(v)
    y2 = tf.range(v[0])
    y3 = tf.saturate_cast(v, tf.uint8)
    y4 = tf.Variable(v * 2.0) * 1.0
    y5 = tf.constant(np.array([v[0], v[1]]))
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)

# Samples by reparametrisation keep the gradient of their parameters, others do not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.random.uniform([2], maxval=v)
    y2 = tf.random.normal([2], mean=v)
    y3 = tf.random.normal([2], stddev=v)
    y4 = tf.random.gamma([], alpha=v)
    y5 = tf.random.shuffle(v)
    y6 = tf.cast(tf.random.categorical([v], 1), tf.float32)
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)
tape.gradient(y6, v)

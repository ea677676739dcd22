# A cast to the dtype that is there gives the tensor back, also where the dtype comes from a gradient
import tensorflow as tf

v, w = tf.Variable([1.0, 2.0]), tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    with tf.GradientTape() as inner:
        product = tf.multiply(v, w)
    slope = inner.gradient(product, v) * 1.0
same = tf.cast(slope, tf.float32)
other = tf.cast(product * 1.0, tf.float64)
tape.gradient(same, [v, w])
tape.gradient(other, [v, w])

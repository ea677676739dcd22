# next() of an iterator that was only just made gives the first element
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
with tf.GradientTape(persistent=True) as tape:
    y = next(iter([v, w])) * 2.0
    z = next(e * 2.0 for e in (v, w))
tape.gradient(y, [v, w])
tape.gradient(z, [v, w])

# The value of assign differentiates as a read of the variable, not of what was assigned
import tensorflow as tf

v = tf.Variable(1.0)
w = tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    y = v.assign(2.0 * v) * 3.0
    z = v.assign_add(w) * 3.0
    u = v.assign(w * 1.0)
tape.gradient(y, v)
tape.gradient(z, w)
tape.gradient(z, v)
tape.gradient(u, w)

# gradient(v, v) is one, watched or not; a jacobian is None where nothing is watched
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.constant([1.0, 2.0])
with tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
    y = v * c
tape.gradient(v, v)
tape.jacobian(v, v)
tape.gradient(c, c)
tape.jacobian(c, c)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(c)
    y = v * c
tape.jacobian(v, v)
tape.jacobian(c, c)
tape.jacobian(y, [v, c])

# A gradient that is certainly None takes the branch for None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.constant(1.5)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = v * 2.0
    g = inner.gradient(c, v)
    z = tf.zeros_like(v) if g is None else g * v
outer.gradient(z, v)

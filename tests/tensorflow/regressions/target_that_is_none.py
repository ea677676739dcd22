# A gradient that is None cannot be differentiated again: it raises
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.round(v)
    g = inner.gradient(y, v)
outer.gradient(g, v)

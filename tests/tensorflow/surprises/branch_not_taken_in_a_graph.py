# In a tf.function a branch that is not taken gives 0.0, in eager code None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

c = tf.constant(1.0)

def loss(large):
    if large:
        return tf.reduce_sum(v)
    return tf.constant(0.0)

@tf.function
def traced():
    with tf.GradientTape() as tape:
        if tf.reduce_sum(c) > 100.0:
            y = tf.reduce_sum(v)
        else:
            y = tf.constant(0.0)
    return tape.gradient(y, v)

@tf.function
def conditional():
    with tf.GradientTape() as tape:
        y = tf.cond(tf.reduce_sum(c) > 100.0, lambda: tf.reduce_sum(v), lambda: tf.constant(0.0))
    return tape.gradient(y, v)

with tf.GradientTape() as tape:
    y = loss(large=False)
tape.gradient(y, v)
traced()
conditional()

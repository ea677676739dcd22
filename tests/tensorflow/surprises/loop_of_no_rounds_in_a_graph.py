# In a tf.function a loop of zero rounds keeps the connection: 0.0 and not None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

@tf.function
def traced(rounds):
    with tf.GradientTape() as tape:
        y = tf.constant(0.0)
        for _ in tf.range(rounds):
            y = y + tf.reduce_sum(v)
    return tape.gradient(y, v)

traced(tf.constant(0))

# A tf.function connects each of its outputs with all of its inputs
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

w = tf.Variable([3.0, 4.0])

@tf.function
def both():
    return v * 2.0, w * 3.0

def plain():
    return v * 2.0, w * 3.0

with tf.GradientTape(persistent=True) as tape:
    y, _ = both()
    z, _ = plain()
tape.gradient(y, w)
tape.gradient(z, w)

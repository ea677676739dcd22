# A custom gradient that returns None ends the path; one that returns a factor does not
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

@tf.custom_gradient
def ended(x):
    def grad(upstream):
        return None

    return x * 2.0, grad

@tf.custom_gradient
def straight_through(x):
    def grad(upstream):
        return upstream

    return tf.round(x), grad

with tf.GradientTape(persistent=True) as tape:
    y = ended(v * 1.0)
    z = straight_through(v * 1.0)
tape.gradient(y, v)
tape.gradient(z, v)

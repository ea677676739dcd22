# A custom gradient made of tensors has a second derivative
import tensorflow as tf

v = tf.Variable(2.0)

@tf.custom_gradient
def smooth(x):
    def grad(upstream):
        return upstream * 2.0 * x

    return x * x, grad

with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = smooth(v * 1.0)
    first = inner.gradient(y, v)
outer.gradient(first, v)

# A custom gradient made of tensors has a second derivative, one made of floats none
import tensorflow as tf

v = tf.Variable(2.0)

@tf.custom_gradient
def smooth(x):
    def grad(upstream):
        return upstream * 2.0 * x

    return x * x, grad

@tf.custom_gradient
def frozen(x):
    def grad(upstream):
        return upstream * 2.0 * float(x)

    return x * x, grad

with tf.GradientTape(persistent=True) as outer:
    with tf.GradientTape(persistent=True) as inner:
        y = smooth(v * 1.0)
        z = frozen(v * 1.0)
    first = inner.gradient(y, v)
    second = inner.gradient(z, v)
outer.gradient(first, v)
outer.gradient(second, v)

# A linear function has no second derivative; a tf.function around it makes that zeros
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([3.0, 4.0])


@tf.function
def traced(x):
    return x * 2.0


with tf.GradientTape(persistent=True) as outer:
    with tf.GradientTape(persistent=True) as inner:
        linear = tf.reduce_sum(tf.stack([v * 2.0, v + w]))
        product = v * w
        square = v * v
        through = traced(v)
    g1 = inner.gradient(linear, v)
    g2 = inner.gradient(product, v)
    g3 = inner.gradient(square, v)
    g4 = inner.gradient(through, v)
    g5 = inner.gradient(v, v)
outer.gradient(g1, [v, w])
outer.gradient(g2, [v, w])
outer.gradient(g3, v)
outer.gradient(g4, v)
outer.gradient(g5, v)

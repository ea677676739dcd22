# abs and pow of Python are no linear functions; the shape of a value is no way to it
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as outer:
    with tf.GradientTape(persistent=True) as inner:
        a = abs(v)
        b = pow(v, 2.0)
        c = tf.reshape(v, tf.shape(v))
    da = inner.gradient(a, v)
    db = inner.gradient(b, v)
    dc = inner.gradient(c, v)
outer.gradient(da, v)
outer.gradient(db, v)
outer.gradient(dc, v)

# The numbers of a one-hot are floats, unless integers are asked for: their gradient is there
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
i = tf.argmax(v)
a = tf.one_hot(i, 2)
b = tf.one_hot(i, 2, dtype=tf.int32)
c = tf.one_hot(i, 2, on_value=5.0, off_value=1.0)
d = tf.one_hot(tf.constant(1), depth=2)
w = tf.Variable(a)
x = tf.Variable(b)
with tf.GradientTape(persistent=True) as tape:
    tape.watch([a, c, d])
    y = a * v
    z = w * v
    k = x * 2
    n = c * v
    o = d * v
    one_hot = tf.Variable(tf.one_hot(tf.argmax(v), 2))
tape.gradient(one_hot, [one_hot])
tape.gradient(w, w)
tape.gradient(y, a)
tape.gradient(z, w)
tape.gradient(k, x)
tape.gradient(n, c)
tape.gradient(o, d)

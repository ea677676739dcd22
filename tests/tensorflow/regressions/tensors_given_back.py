# Some functions give a tensor back as it is: then it does not matter where they ran; of a variable they make one
import keras
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.constant([1.0, 2.0])
read = tf.math.conj(v)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(c)
    y = v * c
    z = tf.math.real(y)
    with tape.stop_recording():
        w = tf.experimental.numpy.real(y)
    r = read * 2.0
a = tf.math.conj(y)
b = keras.ops.real(y)
d = tf.experimental.numpy.positive(y)
e = tf.experimental.numpy.asarray(y)
f = tf.identity(y)
tape.gradient(z, v)
tape.gradient(w, v)
tape.gradient(a, v)
tape.gradient(b, v)
tape.gradient(d, v)
tape.gradient(e, [v, c])
tape.gradient(f, v)
tape.gradient(r, v)

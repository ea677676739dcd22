# sum, abs, max, pow and minus keep the gradient, float loses it
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = sum([v, v])
    y2 = abs(v)
    y3 = pow(v, 2)
    y4 = -v
    y5 = max(v[0], v[1])
    y6 = tf.constant(float(v[0]))
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)
tape.gradient(y6, v)

# A persistent tape can be entered again after a gradient
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

tape = tf.GradientTape(persistent=True)
with tape:
    y = v * 2.0
tape.gradient(y, v)
with tape:
    z = y * 3.0
tape.gradient(z, v)

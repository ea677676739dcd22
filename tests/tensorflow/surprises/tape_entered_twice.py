# A tape can be entered again, and keeps both sittings
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

tape = tf.GradientTape()
with tape:
    y = v * 2.0
with tape:
    z = y * 3.0
tape.gradient(z, v)

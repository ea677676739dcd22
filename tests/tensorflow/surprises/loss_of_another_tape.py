# A closed persistent tape asked about another tape's loss gives None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as first:
    y = v * 2.0
with tf.GradientTape() as second:
    z = v * 3.0
first.gradient(z, v)
first.gradient(y, v)
second.gradient(z, v)

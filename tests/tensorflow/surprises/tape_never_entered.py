# A tape that was never entered raises as one that is used up does
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

tape = tf.GradientTape()
y = v * 2.0
tape.gradient(y, v)

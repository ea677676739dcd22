# tf.cast of a variable to its own dtype is the variable itself, even where nothing is recorded
import tensorflow as tf

v = tf.Variable(1.5)
with tf.GradientTape() as tape:
    with tape.stop_recording():
        y = tf.cast(v, tf.float32)
tape.gradient(y, v)

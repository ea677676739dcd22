# A watch is ignored while no tape records: after the block or in a pause; an outer tape is enough for it to count
import tensorflow as tf

x = tf.constant([1.0, 2.0])
w = tf.Variable([3.0, 4.0])
with tf.GradientTape() as tape:
    y = x * w
tape.watch(x)
tape.gradient(y, x)
with tf.GradientTape() as tape:
    with tape.stop_recording():
        tape.watch(x)
    y = x * 2.0
tape.gradient(y, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as tape:
        y = x * w
    tape.watch(x)
    tape.gradient(y, x)

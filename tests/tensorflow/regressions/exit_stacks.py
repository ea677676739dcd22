# What an ExitStack enters is left with its block
import contextlib

import tensorflow as tf

v, c = tf.Variable(1.0), tf.constant(2.0)
with contextlib.ExitStack() as stack:
    tape = stack.enter_context(tf.GradientTape(persistent=True))
    inside = v * c
    with contextlib.ExitStack() as pauses:
        pauses.enter_context(tape.stop_recording())
        paused = v * 2.0
    again = v * 3.0
outside = v * 4.0
tape.gradient(inside, [v, c])
tape.gradient(paused, v)
tape.gradient(again, v)
tape.gradient(outside, v)

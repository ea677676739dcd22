# vars(), __dict__, globals() and exec() lead to the same values as the names do
import types

import tensorflow as tf


class State:
    def __init__(self):
        self.x = tf.constant(1.0)
        self.unused = tf.constant(2.0)


state = State()
w = tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    tape.watch([state.x, state.unused])
    product = vars(state)["x"] * state.__dict__["x"] * w
    box = types.SimpleNamespace(x=w)
    boxed = vars(box)["x"] * 2.0
    exec("made = w * 2.0")
    read = globals()["made"] * 1.0
tape.gradient(product, [state.x, state.unused, w])
tape.gradient(read, w)
tape.gradient(boxed, [state.x, w])

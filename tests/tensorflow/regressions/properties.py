# A setter runs when the property is set; a cached property is computed once
import functools

import tensorflow as tf


class Layer:
    def __init__(self):
        self.w = tf.Variable(1.0)
        self._state = None

    @property
    def output(self):
        return self.w * 2.0

    @property
    def state(self):
        return self._state

    @state.setter
    def state(self, value):
        self._state = tf.stop_gradient(value)

    @functools.cached_property
    def early(self):
        return self.w * 3.0

    @functools.cached_property
    def late(self):
        return self.w * 4.0


layer = Layer()
print(layer.early)
with tf.GradientTape(persistent=True) as tape:
    layer.state = layer.output
    stopped = layer.state * 2.0
    computed = layer.output * 2.0
    before = layer.early * 2.0
    inside = layer.late * 2.0
tape.gradient(stopped, layer.w)
tape.gradient(computed, layer.w)
tape.gradient(before, layer.w)
tape.gradient(inside, layer.w)

# Keras makes tensors of the arrays that a layer is given, before the layer's own code sees them
import numpy as np
import tensorflow as tf

v = tf.Variable([[1.0, 2.0]])
w = tf.Variable(2.0)
array = np.ones([1, 2], np.float32)


class Same(tf.keras.Model):
    def call(self, a, other=None):
        return a if other is None else other


class First(tf.keras.layers.Layer):
    def call(self, values):
        return values[0]


with tf.GradientTape(persistent=True) as tape:
    same = Same()(array)
    other = Same()(v, other=array)
    first = First()([array, v])
    left = First()([v.numpy(), v])
    mapped = tf.keras.layers.Lambda(lambda a: a)(array)
    scaled = Same()(array) * w
tape.gradient(same, v)
tape.gradient(other, v)
tape.gradient(first, v)
tape.gradient(left, v)
tape.gradient(mapped, v)
tape.gradient(scaled, [v, w])

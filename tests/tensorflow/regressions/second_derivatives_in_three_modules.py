# More functions that are linear, or a product, in TensorFlow, in Keras and in the module that is spelled like NumPy

import keras
import tensorflow as tf

x = tf.Variable([1.0, 2.0])
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = x % 3.0
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.sign(x) * 2.0
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.signal.idct(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.signal.dct(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.identity_n([x, x])[0]
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.math.conj(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.linalg.tensor_diag(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.image.adjust_brightness(tf.reshape(x, [1, 2, 1]), 0.5)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.math.multiply_no_nan(x, 2.0)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.layers.Add()([x, x])
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.layers.Flatten()(x[None])
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.multiply(x, 2.0)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.outer(x, x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.flip(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.squeeze(x[None])
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.cumsum(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.nan_to_num(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.average(x, weights=x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.experimental.numpy.sum(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.experimental.numpy.mean(x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.experimental.numpy.multiply(x, x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.experimental.numpy.multiply(x, 3.0)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.experimental.numpy.concatenate([x, x])
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.divide(2.0, x)
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = keras.ops.divide(x, 2.0) * x
    g = inner.gradient(y, x)
if g is not None:
    outer.gradient(g, x)

# Ops that once had no gradient and have one now
import tensorflow as tf

v = tf.Variable([[2.0, 1.0], [1.0, 3.0]])
with tf.GradientTape(persistent=True) as tape:
    values = tf.abs(tf.linalg.eigvals(v))
    greatest = tf.tensor_scatter_nd_max(v, [[0]], [[9.0, 0.0]])
    resized = tf.image.resize(v[None, :, :, None], [4, 4], method="bicubic")
    smooth = tf.image.resize(v[None, :, :, None], [4, 4], method="lanczos3")
tape.gradient(values, v)
tape.gradient(greatest, v)
tape.gradient(resized, v)
tape.gradient(smooth, v)

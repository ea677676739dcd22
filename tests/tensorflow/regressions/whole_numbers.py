# Whole numbers from np.arange, raw casts, saturating casts and the indices of sparse tensors
import numpy as np
import tensorflow as tf

steps, points = tf.Variable(np.arange(3)), tf.Variable(np.arange(3.0))
w = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    total = tf.cast(steps, tf.float64) * points
    whole = tf.raw_ops.Cast(x=tf.raw_ops.Cast(x=w, DstT=tf.int32), DstT=tf.float32)
    saturated = tf.cast(tf.keras.ops.saturate_cast(w, "uint8"), tf.float32)
    sparse = tf.sparse.from_dense(w)
    values = sparse.values * 2.0
tape.gradient(total, [steps, points])
tape.gradient(whole, w)
tape.gradient(saturated, w)
tape.gradient(values, w)

# tnp.round and astype(int), keras.ops.digitize, a where of constants, K.round and math.sin end the path
import math

import keras
import tensorflow as tf
import tensorflow.experimental.numpy as tnp
from tensorflow.keras import backend as K

v = tf.Variable([1.0, 2.0])
w = tf.Variable(tf.ones([1, 2, 2, 1]))
angles = tf.Variable([[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
with tf.GradientTape(persistent=True) as tape:
    y1 = tnp.floor(v)
    y2 = tf.cast(keras.ops.digitize(v, [1.5]), tf.float32)
    y3 = keras.ops.where(v > 1.5, 1.0, 0.0)
    y4 = K.round(v)
    y5 = tf.constant(math.sin(v[0])) * 2.0
    y6 = tf.raw_ops.ImageProjectiveTransformV2(
        images=w, transforms=angles, output_shape=[2, 2], interpolation="BILINEAR"
    )
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)
tape.gradient(y5, v)
tape.gradient(y6, [w, angles])

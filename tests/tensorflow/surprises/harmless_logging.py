# What leaves TensorFlow for a message or a factor harms nothing
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y1 = v * 2.0 if print(v.numpy()) is None else v
    y2 = v * 2.0 if v[0].numpy() > 0.5 else v * 3.0
    y3 = v * tf.constant((v * 2.0).numpy())
    y4 = tf.reduce_sum(v) * float(v[0])
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

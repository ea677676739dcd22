# is_nan raises LookupError as the target itself, and is harmless on the way
import tensorflow as tf

v = tf.Variable([1.0, 2.0])

with tf.GradientTape(persistent=True) as tape:
    test = tf.math.is_nan(v)
    cast = tf.cast(tf.math.is_nan(v), tf.float32)
    cleaned = tf.where(tf.math.is_nan(v), 0.0, v)
    compared = v > 1.0
tape.gradient(cast, v)
tape.gradient(cleaned, v)
tape.gradient(compared, v)
tape.gradient(test, v)

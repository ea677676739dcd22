# Comparisons, shapes, places and texts as targets give None
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    greater = tf.greater(v, 1.0)
    equal = tf.equal(v, 1.0)
    whole = tf.cast(v, tf.int32)
    size = tf.shape(v)
    place = tf.searchsorted([0.0, 1.0], v)
    text = tf.as_string(v)
tape.gradient(greater, v)
tape.gradient(equal, v)
tape.gradient(whole, v)
tape.gradient(size, v)
tape.gradient(place, v)
tape.gradient(text, v)

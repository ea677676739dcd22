# Most image functions keep the gradient, hsv_to_rgb gives None
import tensorflow as tf

v = tf.Variable(tf.ones([2, 2, 3]))
with tf.GradientTape(persistent=True) as tape:
    y1 = tf.image.resize(v, [1, 1])
    y2 = tf.image.resize(v, [1, 1], method='nearest')
    y3 = tf.image.hsv_to_rgb(v)
    y4 = tf.image.crop_and_resize(v[None], [[0.0, 0.0, 1.0, 1.0]], [0], [1, 1])
tape.gradient(y1, v)
tape.gradient(y2, v)
tape.gradient(y3, v)
tape.gradient(y4, v)

# An element inserted in front and deleted again: the others keep their order
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
c = tf.Variable([3.0, 4.0])
with tf.GradientTape(persistent=True) as tape:
    items = [c, v]
    items.insert(0, c)
    del items[0]
    y = items[1] * items[0]
    others = [v, c]
    others.remove(others[0])
    z = others[0] * 2.0
tape.gradient(y, [v, c])
tape.gradient(z, c)

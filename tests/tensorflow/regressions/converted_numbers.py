# float() makes a float of a whole number, int() a whole number of a float
import tensorflow as tf

constants = [tf.constant(float(i + 1)) for i in range(3)]
variables = [tf.Variable(float(i)) for i in range(3)]
mapped = list(map(float, [1, 2]))
named = tf.Variable(mapped)
whole = tf.Variable(int(2.5))
w = tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(constants)
    squares = tf.add_n([x * x for x in constants])
    first = variables[0] * w
    summed = tf.reduce_sum(named) * tf.cast(whole, tf.float32)
tape.gradient(squares, constants)
tape.gradient(first, [*variables, w])
tape.gradient(summed, [named, whole])

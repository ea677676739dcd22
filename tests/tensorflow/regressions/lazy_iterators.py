# map() and generator expressions compute when somebody asks for their elements
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable(3.0)
mapped = map(lambda k: v * k, [1.0, 2.0])
expression = (w * k for k in [1.0, 2.0])


def each():
    for k in range(3):
        yield w * float(k)


generator = each()
with tf.GradientTape(persistent=True) as tape:
    asked_inside = tf.add_n(list(mapped))
    summed_inside = sum(expression)
    generated = tf.add_n(generator)
    left = (v * k for k in [1.0, 2.0])
asked_outside = sum(left)
tape.gradient(asked_inside, [v, w])
tape.gradient(summed_inside, [v, w])
tape.gradient(generated, [v, w])
tape.gradient(asked_outside, [v, w])

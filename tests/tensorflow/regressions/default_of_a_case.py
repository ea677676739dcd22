# The default of `tf.case` and `tf.switch_case` is a branch like the others; branches may stand in a dict

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    by_case = tf.case([(v > 100.0, lambda: tf.constant(1.0))], default=lambda: v * 2.0)
    by_place = tf.case([(v > 100.0, lambda: tf.constant(1.0))], lambda: v * 2.0)
    switched = tf.switch_case(tf.constant(5), [lambda: tf.constant(1.0)], default=lambda: v * 2.0)
    of_dict = tf.switch_case(tf.constant(1), {0: lambda: tf.round(v), 1: lambda: v * 2.0})
    options = {"default": lambda: v * 2.0}
    by_star = tf.case([(v > 100.0, lambda: tf.constant(1.0))], **options)
    broken = tf.switch_case(tf.constant(1), {0: lambda: tf.round(v), 1: lambda: tf.floor(v)})
    constants = tf.case([(v > 100.0, lambda: tf.constant(1.0))], default=lambda: tf.constant(2.0))
tape.gradient(by_case, [v, w])
tape.gradient(by_place, [v, w])
tape.gradient(switched, [v, w])
tape.gradient(of_dict, [v, w])
tape.gradient(by_star, [v, w])
tape.gradient(broken, [v, w])
tape.gradient(constants, [v, w])

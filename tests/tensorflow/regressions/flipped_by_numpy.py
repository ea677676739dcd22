# `np.flip` slices a tensor, which carries, and makes an array of a variable or a list; `np.vectorize` leaves

import numpy as np
import tensorflow as tf

x = tf.Variable([1.0, 2.0])
w = tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    of_tensor = np.flip(x * 1.0) * w
    of_variable = np.flip(x) * w
    of_list = np.flip([x[0], x[1]]) * w
    by_numbers = np.vectorize(lambda number: number * 2.0)(x) * w
tape.gradient(of_tensor, [x, w])
tape.gradient(of_variable, [x, w])
tape.gradient(of_list, [x, w])
tape.gradient(by_numbers, [x, w])

# Which branch an isinstance test takes is known where the value is
import tensorflow as tf

v, w = tf.Variable([1.0, 2.0]), tf.Variable(3.0)


def first_of(x):
    if isinstance(x, (list, tuple)):
        return x[0] * 1.0
    if isinstance(x, tf.Variable):
        return x * 2.0
    if isinstance(x, tf.Tensor):
        return tf.stop_gradient(x)
    return tf.constant(x)


with tf.GradientTape(persistent=True) as tape:
    of_variable = first_of(v) * 2.0
    of_list = first_of([w, v]) * 2.0
    of_tensor = first_of(v * 1.0) * 2.0
    of_number = first_of(3.0) + w
tape.gradient(of_variable, [v, w])
tape.gradient(of_list, [v, w])
tape.gradient(of_tensor, [v, w])
tape.gradient(of_number, [v, w])

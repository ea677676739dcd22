"""The watch happens in a set-up helper, on a converted copy."""
import tensorflow as tf


class Differentiator:
    def __init__(self, function):
        self.function = function
        self.tape = None

    def prepare(self, x):
        x = tf.convert_to_tensor(x, dtype=tf.float32)
        self.tape.watch(x)
        return x

    def __call__(self, x):
        with tf.GradientTape() as self.tape:
            y = self.function(self.prepare(x))
        return self.tape.gradient(y, tf.convert_to_tensor(x, dtype=tf.float32))  # expect: none source-not-watched|no-path # cause: source-not-watched # cause: no-path


def well(x):
    return tf.reduce_sum((x**2 - 1.0) ** 2)


d = Differentiator(well)
print(d([0.5, -0.5, 2.0]))

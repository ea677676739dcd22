"""Newton's method in one dimension; the second derivative is asked of a tape that never saw the first."""

import tensorflow as tf


def rosenbrock_slice(x):
    return (1.0 - x) ** 2 + 5.0 * (x**2 - 0.5) ** 2


class Newton:
    def __init__(self, function, start):
        self.function = function
        self.x = tf.Variable(start)

    def derivatives(self):
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                value = self.function(self.x)
        slope = inner.gradient(value, self.x)  # cause: inner-gradient-outside
        curvature = outer.gradient(slope, self.x)  # expect: none inner-gradient-outside
        return value, slope, curvature

    def step(self):
        value, slope, curvature = self.derivatives()
        self.x.assign_sub(slope / curvature)
        return value


def gradient_only(function, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return tape.gradient(y, x)


print(gradient_only(rosenbrock_slice, tf.constant(0.3)))
newton = Newton(rosenbrock_slice, 2.0)
for _ in range(2):
    print(float(newton.step()), newton.x.numpy())

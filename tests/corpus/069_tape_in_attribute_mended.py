"""A recorder class opens a tape in one method and asks it in another."""

import tensorflow as tf

tf.random.set_seed(69)


class Optimisation:
    """Open, compute, close, step."""

    def __init__(self, variables, rate=0.1):
        self.variables = variables
        self.rate = rate
        self.tape = None

    def begin(self):
        self.tape = tf.GradientTape()
        self.tape.__enter__()

    def end(self):
        self.tape.__exit__(None, None, None)

    def apply(self, loss):
        grads = self.tape.gradient(loss, self.variables)
        for grad, variable in zip(grads, self.variables):
            if grad is not None:
                variable.assign_sub(self.rate * grad)
        return grads


def quadratic(a, b):
    return tf.square(a - 3.0) + 0.5 * tf.square(b + 1.0) + a * b


a, b = tf.Variable(0.0), tf.Variable(0.5)
run = Optimisation([a, b])
run.begin()
loss = quadratic(a, b)
run.end()
print(run.apply(loss))

with tf.GradientTape() as tape:
    value = quadratic(a, b)
print(tape.gradient(value, [a, b]))

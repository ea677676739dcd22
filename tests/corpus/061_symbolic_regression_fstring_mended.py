"""A term of the loss goes through text and back."""

import tensorflow as tf

tf.random.set_seed(61)


class Term:
    def __init__(self, name, start):
        self.name = name
        self.factor = tf.Variable(start, name=name)


class Formula:
    """A sum of named terms."""

    def __init__(self, **terms):
        self.terms = {name: Term(name, start) for name, start in terms.items()}

    def value(self, x):
        return self.terms["a"].factor * x**2 + self.terms["b"].factor * x

    def complexity(self):
        sizes = [abs(term.factor) for term in self.terms.values()]
        return tf.add_n(sizes)

    @property
    def factors(self):
        return [term.factor for term in self.terms.values()]


def fit_gradient(formula, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(formula.value(x) - y))
    return tape.gradient(loss, formula.factors)


def sparsity_gradient(formula):
    with tf.GradientTape() as tape:
        loss = 0.1 * formula.complexity()
    return tape.gradient(loss, formula.factors)


formula = Formula(a=1.2, b=-0.4)
x = tf.linspace(-1.0, 1.0, 5)
print(fit_gradient(formula, x, x**2))
print(sparsity_gradient(formula))

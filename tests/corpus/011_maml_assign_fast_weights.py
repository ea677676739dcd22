"""Model-agnostic meta-learning of a two-parameter function."""

import tensorflow as tf

tf.random.set_seed(10)


class Regressor(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable([[0.3]], name="w")
        self.b = tf.Variable([0.1], name="b")

    def forward(self, x, weights=None):
        w, b = weights if weights is not None else (self.w, self.b)
        return tf.tanh(x @ w + b)


def mse(wanted, got):
    return tf.reduce_mean(tf.square(wanted - got))


def make_task(phase):
    x = tf.random.uniform((6, 1), -2.0, 2.0)
    return x, tf.sin(x + phase)


def meta_step(model, task, rate=0.1):
    x, y = task
    fast = Regressor()
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            train_loss = mse(y, model.forward(x))
        dw, db = inner.gradient(train_loss, [model.w, model.b])
        fast.w.assign(model.w - rate * dw)  # cause: through-state
        fast.b.assign(model.b - rate * db)  # cause: through-state
        test_loss = mse(y, fast.forward(x))
    return outer.gradient(test_loss, [model.w, model.b])  # expect: none through-state


model = Regressor()
for phase in (0.0, 0.5):
    print(meta_step(model, make_task(phase)))

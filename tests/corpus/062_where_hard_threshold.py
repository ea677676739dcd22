"""A lasso whose soft threshold became a hard mask of constants."""

import tensorflow as tf

tf.random.set_seed(62)


class SparseLinear(tf.Module):
    def __init__(self, inputs):
        super().__init__()
        self.weights = tf.Variable(tf.random.normal((inputs, 1)), name="weights")
        self.gate = tf.Variable(tf.random.normal((inputs, 1)), name="gate")

    def mask(self):
        return tf.where(self.gate > 0.0, tf.ones_like(self.gate), tf.zeros_like(self.gate))  # cause: non-differentiable-op

    def __call__(self, x):
        return x @ (self.weights * self.mask())


def objective(model, x, y):
    error = tf.reduce_mean(tf.square(model(x) - y))
    size = tf.reduce_mean(tf.abs(model.weights))
    return error + 0.01 * size


model = SparseLinear(4)
x = tf.random.normal((10, 4))
y = x[:, :1] - x[:, 1:2]
for step in range(2):
    with tf.GradientTape() as tape:
        loss = objective(model, x, y)
    grad_weights, grad_gate = tape.gradient(loss, [model.weights, model.gate])  # expect: none non-differentiable-op source=model.gate
    model.weights.assign_sub(0.1 * grad_weights)
    if grad_gate is not None:
        model.gate.assign_sub(0.1 * grad_gate)
    print(step, float(loss))

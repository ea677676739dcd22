"""A monotone calibration curve: the bin of each score is looked up, and the position is thrown away."""

import tensorflow as tf

tf.random.set_seed(85)


class Calibration(tf.Module):
    def __init__(self, bins):
        super().__init__()
        self.widths = tf.Variable(tf.zeros((bins,)), name="widths")
        self.heights = tf.Variable(tf.linspace(-1.0, 1.0, bins), name="heights")

    def edges(self):
        return tf.cumsum(tf.nn.softmax(self.widths))

    def __call__(self, scores):
        edges = self.edges()
        index = tf.searchsorted(edges, scores)  # cause: non-differentiable-op
        index = tf.minimum(index, tf.shape(edges)[0] - 1)
        return tf.gather(self.heights, index)


def roughness(curve):
    return tf.reduce_sum(tf.square(curve.heights[1:] - curve.heights[:-1]))


curve = Calibration(4)
scores = tf.random.uniform((8,))
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(curve(scores) - scores))
    rough = roughness(curve)
print(tape.gradient(rough, curve.heights))
height_grad, width_grad = tape.gradient(loss, [curve.heights, curve.widths])  # expect: none non-differentiable-op source=curve.widths
print(height_grad, width_grad)

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
        weights = tf.nn.softmax(-tf.square(scores[:, None] - edges[None, :]) * 50.0)
        return tf.linalg.matvec(weights, self.heights)


def roughness(curve):
    return tf.reduce_sum(tf.square(curve.heights[1:] - curve.heights[:-1]))


curve = Calibration(4)
scores = tf.random.uniform((8,))
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(curve(scores) - scores))
    rough = roughness(curve)
print(tape.gradient(rough, curve.heights))
height_grad, width_grad = tape.gradient(loss, [curve.heights, curve.widths])
print(height_grad, width_grad)

"""A hinge loss with Python's max over floats, pegasos style."""
import tensorflow as tf


class LinearSVM:
    def __init__(self, dim, c=1.0):
        self.w = tf.Variable(tf.zeros((dim,)))
        self.b = tf.Variable(0.0)
        self.c = c

    def margin(self, x, y):
        return y * (tf.tensordot(self.w, x, 1) + self.b)

    def objective(self, xs, ys):
        losses = []
        for x, y in zip(xs, ys):
            losses.append(tf.maximum(0.0, 1.0 - self.margin(x, y)))
        hinge = tf.reduce_mean(tf.stack(losses))
        return 0.5 * tf.reduce_sum(self.w**2) + self.c * hinge


svm = LinearSVM(2)
xs = [[1.0, 2.0], [-1.0, -1.5], [2.0, 0.5]]
ys = [1.0, -1.0, 1.0]
for it in range(2):
    with tf.GradientTape() as tape:
        obj = svm.objective(xs, ys)
    gw, gb = tape.gradient(obj, [svm.w, svm.b])
    svm.w.assign_sub(0.1 * gw)
    if gb is not None:
        svm.b.assign_sub(0.1 * gb)
    print(it, obj.numpy())

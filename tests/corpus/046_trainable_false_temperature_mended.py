"""A learned temperature that was created as not trainable."""

import tensorflow as tf

tf.keras.utils.set_random_seed(46)


class Calibrated(tf.Module):
    def __init__(self, classes):
        super().__init__()
        self.kernel = tf.Variable(tf.random.normal((4, classes)), name="kernel")
        self.temperature = tf.Variable(1.5, name="temperature")

    def logits(self, x):
        return x @ self.kernel

    def __call__(self, x):
        return tf.nn.softmax(self.logits(x) / self.temperature)


def nll(probabilities, labels):
    picked = tf.gather(probabilities, labels, axis=1, batch_dims=1)
    return -tf.reduce_mean(tf.math.log(picked))


def calibrate(model, x, labels, steps=2):
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = nll(model(x), labels)
        grad = tape.gradient(loss, model.temperature)
        if grad is not None:
            model.temperature.assign_sub(0.1 * grad)
    return model.temperature.numpy()


def fit(model, x, labels):
    with tf.GradientTape() as tape:
        loss = nll(model(x), labels)
    model.kernel.assign_sub(0.1 * tape.gradient(loss, model.kernel))
    return loss


model = Calibrated(3)
x = tf.random.normal((6, 4))
labels = tf.constant([0, 1, 2, 0, 1, 2])
print(fit(model, x, labels))
print(calibrate(model, x, labels))

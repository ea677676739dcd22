"""A running average that is meant to smooth the loss."""
import tensorflow as tf


class Smoother(tf.Module):
    def __init__(self, decay):
        super().__init__()
        self.decay = decay
        self.average = tf.Variable(0.0, trainable=False)

    def __call__(self, value):
        self.average.assign(self.decay * self.average + (1.0 - self.decay) * value)  # cause: through-state
        return self.average


class Line(tf.Module):
    def __init__(self):
        super().__init__()
        self.a = tf.Variable(1.0)
        self.b = tf.Variable(0.0)

    def __call__(self, x):
        return self.a * x + self.b


def train(epochs=2):
    model, smoother = Line(), Smoother(0.9)
    x = tf.linspace(-1.0, 1.0, 11)
    y = 3.0 * x - 1.0
    for epoch in range(epochs):
        with tf.GradientTape() as tape:
            mse = tf.reduce_mean((model(x) - y) ** 2)
            loss = smoother(mse)
        grads = tape.gradient(loss, model.trainable_variables)  # expect: none through-state
        for g, v in zip(grads, model.trainable_variables):
            if g is not None:
                v.assign_sub(0.1 * g)
        print(epoch, loss.numpy())


train()

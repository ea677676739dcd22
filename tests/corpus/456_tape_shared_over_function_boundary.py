"""Forward and backward are two tf.functions that share a tape."""
import tensorflow as tf

kernel = tf.Variable(tf.random.normal((3, 1), seed=1), name="kernel")
tape = tf.GradientTape(persistent=True)


@tf.function
def forward(x, y):
    with tape:
        residual = x @ kernel - y
        loss = tf.reduce_mean(residual**2)
    return loss


@tf.function
def backward(loss):
    return tape.gradient(loss, kernel)  # expect: none wrong-tape|computed-outside-tape # cause: wrong-tape


def train(x, y, epochs=2):
    for epoch in range(epochs):
        loss = forward(x, y)  # cause: computed-outside-tape
        grad = backward(loss)
        if grad is not None:
            kernel.assign_sub(0.1 * grad)
        print(epoch, loss.numpy())


x = tf.random.normal((8, 3), seed=2)
train(x, tf.reduce_sum(x, axis=1, keepdims=True))

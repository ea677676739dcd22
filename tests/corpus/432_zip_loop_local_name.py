"""A tiny RNN written by hand, with manual gradient descent over a tuple of variables."""
import tensorflow as tf

HIDDEN = 4
tf.random.set_seed(5)
W = tf.Variable(tf.random.normal((HIDDEN, HIDDEN), stddev=0.3))
U = tf.Variable(tf.random.normal((1, HIDDEN), stddev=0.3))
V = tf.Variable(tf.random.normal((HIDDEN, 1), stddev=0.3))


def unroll(sequence):
    h = tf.zeros((1, HIDDEN))
    outputs = []
    for x in tf.unstack(sequence):
        h = tf.tanh(h @ W + tf.reshape(x, (1, 1)) @ U)
        outputs.append(h @ V)
    return tf.concat(outputs, axis=0)


sequence = tf.sin(tf.linspace(0.0, 3.0, 9))
for epoch in range(3):
    with tf.GradientTape() as tape:
        predicted = unroll(sequence[:-1])
        loss = tf.reduce_mean((predicted[:, 0] - sequence[1:]) ** 2)
    dW, dU, dV = tape.gradient(loss, (W, U, V))  # expect: none source-overwritten
    if dW is None:
        print("W is no variable any more:", type(W).__name__)
        break
    W = W - 0.1 * dW  # cause: source-overwritten
    U.assign_sub(0.1 * dU)
    V.assign(V - 0.1 * dV)
    print(epoch, loss.numpy())

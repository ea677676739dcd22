"""Handwritten digits (fake ones) with a list of plain variables."""
import tensorflow as tf

tf.random.set_seed(3)


def make_weights(sizes):
    weights = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        weights.append(tf.Variable(tf.random.truncated_normal([fan_in, fan_out], stddev=0.1)))
        weights.append(tf.Variable(tf.zeros([fan_out])))
    return weights


def mlp(x, weights):
    for i in range(0, len(weights), 2):
        x = x @ weights[i] + weights[i + 1]
        if i < len(weights) - 2:
            x = tf.nn.relu(x)
    return x


weights = make_weights([16, 8, 3])
lr = 1e-1
images = tf.random.uniform((12, 16))
labels = tf.one_hot([0, 1, 2] * 4, depth=3)

for epoch in range(3):
    with tf.GradientTape() as tape:
        logits = mlp(images, weights)
        loss = tf.reduce_mean(tf.square(labels - tf.nn.softmax(logits)))
    grads = tape.gradient(loss, weights)  # expect: none source-overwritten
    print("epoch", epoch, "loss", float(loss))
    if any(g is None for g in grads):
        break
    weights = [w - lr * g for w, g in zip(weights, grads)]  # cause: source-overwritten

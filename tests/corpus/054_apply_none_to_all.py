"""The loss is a constant made from a Python number, and the optimizer gets nothing at all."""

import tensorflow as tf

tf.keras.utils.set_random_seed(54)


class Ranker(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.score = tf.keras.layers.Dense(1)

    def call(self, x):
        return tf.squeeze(self.score(x), axis=-1)


def pair_loss(better, worse, margin=1.0):
    return tf.reduce_mean(tf.nn.relu(margin - better + worse))


def mean_of(losses):
    return tf.constant(sum(loss.numpy() for loss in losses) / len(losses))  # cause: left-tensorflow


def epoch(model, pairs, optimizer):
    with tf.GradientTape() as tape:
        losses = [pair_loss(model(a), model(b)) for a, b in pairs]
        loss = mean_of(losses)
    grads = tape.gradient(loss, model.trainable_variables)  # expect: none left-tensorflow
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


ranker = Ranker()
pairs = [(tf.random.normal((4, 3)), tf.random.normal((4, 3))) for _ in range(3)]
with tf.GradientTape() as tape:
    single = pair_loss(ranker(pairs[0][0]), ranker(pairs[0][1]))
print(tape.gradient(single, ranker.score.kernel).shape)
print(epoch(ranker, pairs, tf.keras.optimizers.SGD(0.1)))

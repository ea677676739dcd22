"""The members of an ensemble are evaluated by a pool of threads."""

from concurrent.futures import ThreadPoolExecutor

import tensorflow as tf

tf.keras.utils.set_random_seed(26)


class Member:
    def __init__(self, start):
        self.w = tf.Variable([[start], [-start]], dtype=tf.float32)

    def __call__(self, x):
        return tf.tanh(x @ self.w)


class Ensemble:
    def __init__(self, starts):
        self.members = [Member(s) for s in starts]
        self.pool = ThreadPoolExecutor(max_workers=2)

    def __call__(self, x):
        answers = [member(x) for member in self.members]
        return tf.add_n(answers) / len(self.members)

    @property
    def weights(self):
        return [member.w for member in self.members]


ensemble = Ensemble([0.3, -0.2, 0.7])
x = tf.random.normal((6, 2))
y = tf.sign(x[:, :1])

with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(ensemble(x) - y))
grads = tape.gradient(loss, ensemble.weights)

with tf.GradientTape() as tape:
    single = tf.reduce_mean(tf.square(ensemble.members[0](x) - y))
print(tape.gradient(single, ensemble.members[0].w))
print(grads)
ensemble.pool.shutdown()

"""Train HMM emissions through the score of the best path."""
import tensorflow as tf

N = 3


def viterbi(log_start, log_trans, log_emit):
    score = log_start + log_emit[0]
    back = []
    for t in range(1, log_emit.shape[0]):
        options = score[:, None] + log_trans
        back.append(tf.argmax(options, axis=0))
        score = tf.reduce_max(options, axis=0) + log_emit[t]
    return tf.argmax(score), back  # cause: non-differentiable-op


class Hmm(tf.Module):
    def __init__(self, symbols, name=None):
        super().__init__(name=name)
        self.start = tf.Variable(tf.zeros((N,)))
        self.trans = tf.Variable(tf.random.normal((N, N), seed=3))
        self.emit = tf.Variable(tf.random.normal((N, symbols), seed=4))

    def __call__(self, sequence):
        emissions = tf.gather(tf.transpose(tf.nn.log_softmax(self.emit)), sequence)
        best, _ = viterbi(tf.nn.log_softmax(self.start), tf.nn.log_softmax(self.trans), emissions)
        return tf.cast(best, tf.float32)


hmm = Hmm(symbols=4)
sequence = tf.constant([0, 1, 1, 3, 2])
with tf.GradientTape() as tape:
    loss = -hmm(sequence)
grads = tape.gradient(loss, hmm.trainable_variables)  # expect: none non-differentiable-op
for v, g in zip(hmm.trainable_variables, grads):
    print(v.name, None if g is None else tf.norm(g).numpy())

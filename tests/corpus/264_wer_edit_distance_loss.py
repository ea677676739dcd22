"""Speech: the word error rate after greedy decoding is used as a loss."""

import tensorflow as tf

tf.keras.utils.set_random_seed(264)


class AcousticModel(tf.keras.Model):
    def __init__(self, labels=5):
        super().__init__()
        self.conv = tf.keras.layers.Conv1D(8, 3, padding="same", activation="relu")
        self.rnn = tf.keras.layers.GRU(8, return_sequences=True)
        self.out = tf.keras.layers.Dense(labels + 1)

    def call(self, frames):
        return self.out(self.rnn(self.conv(frames)))


def ctc(logits, labels):
    n, t = logits.shape[:2]
    return tf.reduce_mean(
        tf.nn.ctc_loss(
            labels=labels,
            logits=logits,
            label_length=tf.fill([n], labels.shape[1]),
            logit_length=tf.fill([n], t),
            logits_time_major=False,
            blank_index=-1,
        )
    )


def error_rate(logits, labels):
    time_major = tf.transpose(logits, [1, 0, 2])
    lengths = tf.fill([logits.shape[0]], logits.shape[1])
    decoded, _ = tf.nn.ctc_greedy_decoder(time_major, lengths)  # cause: non-differentiable-op
    wanted = tf.sparse.from_dense(tf.cast(labels, tf.int64))
    return tf.reduce_mean(tf.edit_distance(decoded[0], wanted, normalize=True))  # cause: non-differentiable-op


class Recogniser:
    criteria = {"ctc": ctc, "wer": error_rate}

    def __init__(self, criterion="ctc"):
        self.model = AcousticModel()
        self.criterion = self.criteria[criterion]

    def step(self, frames, labels):
        with tf.GradientTape() as tape:
            logits = self.model(frames)
            loss = self.criterion(logits, labels)
        return tape.gradient(loss, self.model.trainable_variables)  # expect: none non-differentiable-op


frames, labels = tf.random.normal((2, 6, 4)), tf.random.uniform((2, 3), 1, 5, tf.int32)
print(sum(g is None for g in Recogniser("wer").step(frames, labels)))

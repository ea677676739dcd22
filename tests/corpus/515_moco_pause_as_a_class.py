"""A class-based context manager pauses the tape around the wrong statement."""

import tensorflow as tf

tf.keras.utils.set_random_seed(515)


class Frozen:
    def __init__(self, tape):
        self.tape = tape

    def __enter__(self):
        self.paused = self.tape.stop_recording()
        self.paused.__enter__()
        return self

    def __exit__(self, *error):
        self.paused.__exit__(*error)
        return False


class Moco:
    def __init__(self, dim=4):
        self.query = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(dim)])
        self.key = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(dim)])

    def step(self, a, b):
        with tf.GradientTape() as tape:
            with Frozen(tape):
                k = self.key(b)
                q = self.query(a)  # cause: recording-stopped
            logits = tf.matmul(q, k, transpose_b=True)
            loss = -tf.reduce_mean(tf.linalg.diag_part(tf.nn.log_softmax(logits)))
        return tape.gradient(loss, self.query.trainable_variables)  # expect: none recording-stopped


print(Moco().step(tf.random.normal((4, 3)), tf.random.normal((4, 3))))

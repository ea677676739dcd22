"""A teacher must not be trained, and by mistake the student's pass runs under the pause too."""

import tensorflow as tf

tf.keras.utils.set_random_seed(48)


def classifier(units):
    return tf.keras.Sequential([tf.keras.layers.Dense(units, activation="relu"), tf.keras.layers.Dense(3)])


class Distiller:
    def __init__(self, temperature=2.0):
        self.teacher = classifier(12)
        self.student = classifier(4)
        self.temperature = temperature
        self.teacher.build((None, 4))
        self.student.build((None, 4))
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def soften(self, logits):
        return tf.nn.softmax(logits / self.temperature)

    def distill(self, x):
        with tf.GradientTape() as tape:
            with tape.stop_recording():
                wanted = self.soften(self.teacher(x))
            got = self.soften(self.student(x, training=True))
            loss = tf.keras.losses.KLDivergence()(wanted, got)
        grads = tape.gradient(loss, self.student.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.student.trainable_variables))
        return loss

    def supervise(self, x, y):
        with tf.GradientTape() as tape:
            logits = self.student(x, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        grads = tape.gradient(loss, self.student.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.student.trainable_variables))
        return loss


distiller = Distiller()
x = tf.random.normal((6, 4))
print(distiller.supervise(x, tf.constant([0, 1, 2, 0, 1, 2])))
print(distiller.distill(x))

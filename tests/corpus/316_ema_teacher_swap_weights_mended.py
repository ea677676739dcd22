"""Mean teacher: weights are swapped for the evaluation with assign, in the middle of a step."""

import tensorflow as tf

tf.keras.utils.set_random_seed(316)


class EMA:
    def __init__(self, model, decay=0.9):
        self.model = model
        self.decay = decay
        self.shadow = [tf.Variable(w, trainable=False) for w in model.trainable_variables]

    def update(self):
        for s, w in zip(self.shadow, self.model.trainable_variables):
            s.assign(self.decay * s + (1.0 - self.decay) * w)

    def forward(self, x):
        w1, b1, w2, b2 = self.shadow
        return tf.nn.relu(x @ w1 + b1) @ w2 + b2


class MeanTeacher:
    def __init__(self, ema):
        self.ema = ema
        self.optimizer = tf.keras.optimizers.SGD(0.05)

    @property
    def student(self):
        return self.ema.model

    def supervised(self, x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.student(x) - y))
        grads = tape.gradient(loss, self.student.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.student.trainable_variables))
        self.ema.update()

    def sensitivity(self, x, y):
        """How much does the averaged loss depend on the averaged weights?"""
        with tf.GradientTape() as tape:
            tape.watch(self.ema.shadow)
            loss = tf.reduce_mean(tf.square(self.ema.forward(x) - y))
        return tape.gradient(loss, self.ema.shadow)


net = tf.keras.Sequential([tf.keras.layers.Dense(6, "relu"), tf.keras.layers.Dense(1)])
net.build((None, 3))
teacher = MeanTeacher(EMA(net))
x, y = tf.random.normal((8, 3)), tf.random.normal((8, 1))
teacher.supervised(x, y)
print(teacher.sensitivity(x, y))

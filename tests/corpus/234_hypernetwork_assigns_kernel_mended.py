"""A hypernetwork writes the weights of its main layer with assign."""

import tensorflow as tf

tf.keras.utils.set_random_seed(234)


class HyperNetwork(tf.keras.Model):
    """Makes the kernel of a main layer from a task code."""

    def __init__(self, n_in, n_out):
        super().__init__()
        self.n_in, self.n_out = n_in, n_out
        self.trunk = tf.keras.layers.Dense(8, activation="relu")
        self.to_kernel = tf.keras.layers.Dense(n_in * n_out)

    def call(self, code):
        flat = self.to_kernel(self.trunk(code))
        return tf.reshape(flat, (self.n_in, self.n_out))


class MainNetwork:
    def __init__(self, n_in, n_out):
        self.layer = tf.keras.layers.Dense(n_out, use_bias=False)
        self.layer.build((None, n_in))

    def set_weights(self, kernel):
        self.layer.kernel.assign(kernel)

    def forward(self, x):
        return self.layer(x)

    def forward_with(self, kernel, x):
        return tf.matmul(x, kernel)


class TaskLearner:
    def __init__(self, n_tasks, n_in=3, n_out=2):
        self.codes = tf.Variable(tf.random.normal((n_tasks, 4)))
        self.hyper = HyperNetwork(n_in, n_out)
        self.main = MainNetwork(n_in, n_out)

    def task_loss(self, task, x, y):
        kernel = self.hyper(self.codes[task : task + 1])
        return tf.reduce_mean(tf.square(self.main.forward_with(kernel, x) - y))

    def regularizer(self, task):
        return tf.reduce_sum(tf.square(self.hyper(self.codes[task : task + 1])))


learner = TaskLearner(n_tasks=3)
x, y = tf.random.normal((5, 3)), tf.random.normal((5, 2))
for task in range(2):
    with tf.GradientTape() as tape:
        weight_decay = learner.regularizer(task)
    decay_grads = tape.gradient(weight_decay, learner.hyper.trainable_variables)
    with tf.GradientTape() as tape:
        loss = learner.task_loss(task, x, y)
    grads = tape.gradient(loss, learner.hyper.trainable_variables)
    print(task, float(loss), len(decay_grads), [g is None for g in grads])

"""GradNorm: gradient norms of the tasks are balanced by learned weights, the norms are taken too late."""

import tensorflow as tf

tf.keras.utils.set_random_seed(256)


class MultiTask(tf.keras.Model):
    def __init__(self, tasks=("a", "b")):
        super().__init__()
        self.shared = tf.keras.layers.Dense(6, activation="tanh", name="shared")
        self.heads = {name: tf.keras.layers.Dense(1, name=name) for name in tasks}

    def call(self, x):
        code = self.shared(x)
        return {name: head(code) for name, head in self.heads.items()}


class GradNorm:
    def __init__(self, model, n_tasks, alpha=1.5):
        self.model = model
        self.alpha = alpha
        self.task_weights = tf.Variable(tf.ones((n_tasks,)))

    def weighted_losses(self, x, targets):
        outputs = self.model(x)
        losses = [tf.reduce_mean(tf.square(outputs[k] - targets[k])) for k in sorted(targets)]
        return [w * loss for w, loss in zip(tf.unstack(self.task_weights), losses)]

    def balance(self, x, targets):
        kernel = self.model.shared.kernel
        with tf.GradientTape() as outer:
            with tf.GradientTape(persistent=True) as inner:
                losses = self.weighted_losses(x, targets)
        norms = tf.stack([tf.norm(inner.gradient(loss, kernel)) for loss in losses])  # cause: inner-gradient-outside
        mean = tf.stop_gradient(tf.reduce_mean(norms))
        gap = tf.reduce_sum(tf.abs(norms - mean))
        return outer.gradient(gap, self.task_weights)  # expect: none inner-gradient-outside|computed-outside-tape

    def train(self, x, targets):
        with tf.GradientTape() as tape:
            total = tf.add_n(self.weighted_losses(x, targets))
        return tape.gradient(total, self.model.trainable_variables)


model = MultiTask()
x = tf.random.normal((6, 3))
targets = {"a": x[:, :1], "b": 3.0 * x[:, 1:2]}
gradnorm = GradNorm(model, 2)
print(len(gradnorm.train(x, targets)))
print(gradnorm.balance(x, targets))

"""A distributed trainer whose replicas only run the forward pass."""

import contextlib

import tensorflow as tf

tf.keras.utils.set_random_seed(219)


class DistributedTrainer:
    def __init__(self, build_fn, global_batch=8, strategy=None):
        self.strategy = strategy or tf.distribute.MirroredStrategy(["CPU:0"])
        self.global_batch = global_batch
        with self.strategy.scope():
            self.model = build_fn()
            self.criterion = tf.keras.losses.MeanSquaredError(reduction="none")

    @contextlib.contextmanager
    def timed(self, what):
        print("start", what)
        yield
        print("end", what)

    def replica_loss(self, x, y):
        per_example = self.criterion(y, self.model(x, training=True))
        return tf.nn.compute_average_loss(per_example, global_batch_size=self.global_batch)

    def replica_step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.replica_loss(x, y)
        grads = tape.gradient(loss, self.model.trainable_variables)
        return loss, tf.linalg.global_norm(grads)

    def step(self, x, y):
        with self.timed("step"):
            losses, norms = self.strategy.run(self.replica_step, kwargs={"x": x, "y": y})
            return self.strategy.reduce(tf.distribute.ReduceOp.SUM, losses, axis=None), norms


def build():
    model = tf.keras.Sequential([tf.keras.layers.Dense(4, activation="relu"), tf.keras.layers.Dense(1)])
    model.build((None, 3))
    return model


trainer = DistributedTrainer(build)
x, y = tf.random.normal((8, 3)), tf.random.normal((8, 1))
print(trainer.strategy.run(trainer.replica_step, args=(x, y)))
print(trainer.step(x, y))

"""A trainer mixin that hides the tape behind a context manager; the penalty is added too late."""

from contextlib import contextmanager

import tensorflow as tf

tf.keras.utils.set_random_seed(245)


class LoggingMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.logs = {}

    def log(self, **values):
        for name, value in values.items():
            self.logs.setdefault(name, []).append(float(value))


class TapeMixin:
    @contextmanager
    def recording(self, persistent=False):
        with tf.GradientTape(persistent=persistent) as tape:
            yield tape


class BaseTrainer:
    def __init__(self, model, optimizer, weight_decay=1e-2):
        self.model = model
        self.optimizer = optimizer
        self.weight_decay = weight_decay

    def data_loss(self, x, y):
        return tf.reduce_mean(tf.keras.losses.huber(y, self.model(x)))

    def penalty(self):
        return tf.add_n([tf.nn.l2_loss(v) for v in self.model.trainable_variables if "kernel" in v.name])


class Trainer(LoggingMixin, TapeMixin, BaseTrainer):
    def step(self, x, y):
        with self.recording() as tape:
            loss = self.data_loss(x, y)
        loss = loss + self.weight_decay * self.penalty()  # cause: computed-outside-tape
        grads = tape.gradient(loss, self.model.trainable_variables)  # expect: none computed-outside-tape
        if grads[0] is not None:
            self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
        self.log(loss=loss, penalty=self.penalty())

    def sensitivity(self, x):
        with self.recording(persistent=True) as tape:
            tape.watch(x)
            y = self.model(x)
        return tape.gradient(y, x)


network = tf.keras.Sequential([tf.keras.layers.Dense(4, activation="softplus"), tf.keras.layers.Dense(1)])
trainer = Trainer(network, tf.keras.optimizers.SGD(0.01), weight_decay=1e-3)
x = tf.random.normal((5, 3))
for _ in range(2):
    trainer.step(x, x[:, :1])
print(trainer.sensitivity(x).shape, trainer.logs)

"""A trainer with hooks by name: the loss hook rescales the loss after the recording."""

from collections import OrderedDict, defaultdict

import tensorflow as tf

tf.keras.utils.set_random_seed(333)


class HookMixin:
    def __init__(self):
        self._hooks = defaultdict(list)

    def on(self, event):
        def register(function):
            self._hooks[event].append(function)
            return function

        return register

    def fire(self, event, value):
        for hook in self._hooks[event]:
            value = hook(value)
        return value


class Trainer(HookMixin):
    def __init__(self, model, optimizer):
        super().__init__()
        self.model, self.optimizer = model, optimizer
        self.metrics = OrderedDict(loss=[], norm=[])

    def compute(self, x, y):
        return tf.reduce_mean(tf.keras.losses.huber(y, self.model(x, training=True)))

    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.compute(x, y)
        loss = self.fire("loss", loss)  # cause: computed-outside-tape
        variables = self.model.trainable_variables
        grads = tape.gradient(loss, variables)  # expect: none computed-outside-tape
        for name, value in (("loss", loss), ("norm", tf.linalg.global_norm(grads))):
            self.metrics[name].append(float(value) if value is not None else None)
        return grads


model = tf.keras.Sequential([tf.keras.layers.Dense(4, activation="mish"), tf.keras.layers.Dense(1)])
trainer = Trainer(model, tf.keras.optimizers.Lion(1e-3))


@trainer.on("loss")
def scaled(loss):
    return loss * 128.0  # cause: computed-outside-tape


x = tf.random.normal((6, 3))
with tf.GradientTape() as tape:
    plain = trainer.compute(x, x[:, :1])
print(len(tape.gradient(plain, model.trainable_variables)))
try:
    trainer.step(x, x[:, :1])
except (ValueError, TypeError, AttributeError) as error:
    print("stopped:", type(error).__name__)

"""A dictionary of models, one tape, one comprehension."""

import tensorflow as tf

tf.keras.utils.set_random_seed(262)


class Ensemble:
    def __init__(self, **builders):
        self.models = {name: build() for name, build in builders.items()}
        self.optimizers = {name: tf.keras.optimizers.SGD(0.1) for name in self.models}

    def losses(self, x, y):
        return {name: tf.reduce_mean(tf.square(model(x) - y)) for name, model in self.models.items()}

    def step(self, x, y):
        with tf.GradientTape(persistent=True) as tape:
            losses = self.losses(x, y)
        grads = {
            name: tape.gradient(losses[name], model.trainable_variables)
            for name, model in self.models.items()
        }
        for name, optimizer in self.optimizers.items():
            optimizer.apply_gradients(zip(grads[name], self.models[name].trainable_variables))
        return losses

    def distil(self, x):
        mean = tf.add_n([model(x) for model in self.models.values()]) / len(self.models)
        with tf.GradientTape() as tape:
            gaps = [tf.reduce_mean(tf.square(tf.stop_gradient(mean) - m(x))) for m in self.models.values()]
            loss = tf.add_n(gaps)
        variables = sum((m.trainable_variables for m in self.models.values()), [])
        return tape.gradient(loss, variables)


def linear():
    return tf.keras.Sequential([tf.keras.layers.Dense(3), tf.keras.layers.Dense(1)])


def mlp(units=4):
    return tf.keras.Sequential([tf.keras.layers.Dense(units, activation="relu"), tf.keras.layers.Dense(1)])


ensemble = Ensemble(linear=linear, mlp=mlp)
x = tf.random.normal((6, 2))
y = tf.reduce_sum(x, axis=1, keepdims=True)
print(len(ensemble.distil(x)))
print(ensemble.step(x, y))

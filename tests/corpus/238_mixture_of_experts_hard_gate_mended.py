"""A mixture of experts with a hard top-1 gate."""

import tensorflow as tf

tf.keras.utils.set_random_seed(238)


class Expert(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.up = tf.keras.layers.Dense(2 * units, activation="gelu")
        self.down = tf.keras.layers.Dense(units)

    def call(self, x):
        return self.down(self.up(x))


class MixtureOfExperts(tf.keras.layers.Layer):
    def __init__(self, units, n_experts=3):
        super().__init__()
        self.n_experts = n_experts
        self.experts = [Expert(units, name=f"expert_{i}") for i in range(n_experts)]
        self.gate = tf.keras.layers.Dense(n_experts, use_bias=False, name="gate")

    def route(self, x):
        probabilities = tf.nn.softmax(self.gate(x))
        choice = tf.argmax(probabilities, axis=-1)
        mask = tf.one_hot(choice, self.n_experts)
        return mask * probabilities

    def call(self, x):
        weights = self.route(x)
        outputs = tf.stack([expert(x) for expert in self.experts], axis=1)
        return tf.reduce_sum(outputs * weights[..., None], axis=1)


class Model(tf.keras.Model):
    def __init__(self, **config):
        super().__init__()
        self.moe = MixtureOfExperts(config.get("units", 4), n_experts=config.pop("n_experts", 2))
        self.head = tf.keras.layers.Dense(config.pop("out", 1))

    def call(self, x, training=None):
        return self.head(self.moe(x))


def step(model, optimizer, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - model(x, training=True)))
    experts, gate, head = tape.gradient(
        loss,
        [model.moe.experts[0].trainable_variables, model.moe.gate.trainable_variables, model.head.trainable_variables],
    )
    optimizer.apply_gradients(zip(head, model.head.trainable_variables))
    return gate


model = Model(units=4, n_experts=3)
x = tf.random.normal((8, 4))
print(step(model, tf.keras.optimizers.Adam(), x, tf.reduce_sum(x, axis=1, keepdims=True)))

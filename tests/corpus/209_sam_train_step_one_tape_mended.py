"""Sharpness-aware minimisation inside a Keras model: one tape is asked for both passes."""

import tensorflow as tf

tf.keras.utils.set_random_seed(209)


class SAMModel(tf.keras.Model):
    def __init__(self, network, rho=0.05, **kwargs):
        super().__init__(**kwargs)
        self.network = network
        self.rho = rho

    def call(self, inputs, training=None):
        return self.network(inputs, training=training)

    def _perturbation(self, grads):
        norm = tf.linalg.global_norm(grads)
        return [g * self.rho / (norm + 1e-12) for g in grads]

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        variables = self.trainable_variables
        epsilons = self._perturbation(tape.gradient(loss, variables))
        for variable, epsilon in zip(variables, epsilons):
            variable.assign_add(epsilon)
        with tf.GradientTape() as second:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        grads = second.gradient(loss, variables)
        for variable, epsilon in zip(variables, epsilons):
            variable.assign_sub(epsilon)
        self.optimizer.apply_gradients(zip(grads, variables))
        return {"loss": loss}


backbone = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="gelu"), tf.keras.layers.Dense(2)])
model = SAMModel(backbone)
model.compile(optimizer="sgd", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), run_eagerly=True)
features, labels = tf.random.normal((8, 3)), tf.constant([0, 1] * 4)
model(features)
print(model.train_step((features, labels)))

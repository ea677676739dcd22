"""Mixed precision by hand: the loss is scaled after the block has closed."""

import tensorflow as tf

tf.keras.utils.set_random_seed(221)


class MixedPrecisionTrainer:
    def __init__(self, model, lr=1e-3):
        self.model = model
        self.optimizer = tf.keras.mixed_precision.LossScaleOptimizer(tf.keras.optimizers.Adam(lr), initial_scale=1024.0)
        self.loss_fn = tf.keras.losses.MeanSquaredError()
        self.optimizer.build(self.model.trainable_variables)

    def step(self, inputs, targets):
        with tf.GradientTape() as tape:
            outputs = self.model(inputs, training=True)
            loss = self.loss_fn(targets, outputs)
            scaled = self.optimizer.scale_loss(loss)
        variables = self.model.trainable_variables
        grads = tape.gradient(scaled, variables)
        self.optimizer.apply_gradients(zip(grads, variables))
        return loss


def build_model():
    inputs = tf.keras.Input((4,))
    hidden = tf.keras.layers.Dense(8, activation="relu")(inputs)
    hidden = tf.keras.layers.Dropout(0.1)(hidden)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(1, dtype="float32")(hidden))


def sanity_check(trainer, x, y):
    """One plain gradient, to compare with."""
    with tf.GradientTape() as tape:
        loss = trainer.loss_fn(y, trainer.model(x))
    return [float(tf.norm(g)) for g in tape.gradient(loss, trainer.model.trainable_variables)]


trainer = MixedPrecisionTrainer(build_model())
x, y = tf.random.normal((6, 4)), tf.random.normal((6, 1))
print(sanity_check(trainer, x, y))
for epoch in range(2):
    print(epoch, float(trainer.step(x, y)))

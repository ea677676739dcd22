"""A reward model for preferences: the share of right orders is taken for the loss."""

from typing import NamedTuple

import tensorflow as tf

tf.keras.utils.set_random_seed(252)


class Pair(NamedTuple):
    chosen: tf.Tensor
    rejected: tf.Tensor


class RewardModel(tf.keras.Model):
    def __init__(self, vocab: int = 16, dim: int = 6):
        super().__init__()
        self.embed = tf.keras.layers.Embedding(vocab, dim, mask_zero=True)
        self.pool = tf.keras.layers.GlobalAveragePooling1D()
        self.value = tf.keras.layers.Dense(1)

    def call(self, tokens):
        return tf.squeeze(self.value(self.pool(self.embed(tokens))), axis=-1)


class RewardTrainer:
    loss_type: str = "ranking"

    def __init__(self, model: RewardModel, *, lr: float = 1e-2):
        self.model = model
        self.optimizer = tf.keras.optimizers.AdamW(lr)

    def compute_loss(self, pair: Pair) -> tf.Tensor:
        better, worse = self.model(pair.chosen), self.model(pair.rejected)
        match self.loss_type:
            case "ranking":
                return -tf.reduce_mean(tf.math.log_sigmoid(better - worse))
            case "regression":
                return tf.reduce_mean(tf.square(better - 1.0) + tf.square(worse))
            case other:
                raise ValueError(other)

    def training_step(self, pair: Pair) -> float:
        with tf.GradientTape() as tape:
            loss = self.compute_loss(pair)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        usable = [(g, v) for g, v in zip(gradients, self.model.trainable_variables) if g is not None]
        if usable:
            self.optimizer.apply_gradients(usable)
        return float(loss)


class RegressionTrainer(RewardTrainer):
    loss_type = "regression"


pair = Pair(tf.random.uniform((4, 5), 1, 16, tf.int32), tf.random.uniform((4, 5), 1, 16, tf.int32))
model = RewardModel()
for trainer in (RegressionTrainer(model), RewardTrainer(model, lr=1e-3)):
    print(type(trainer).__name__, trainer.training_step(pair))

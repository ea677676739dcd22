"""Train a small Keras classifier with a hand-written loop, an auxiliary head, and a saliency report."""

import numpy as np
import tensorflow as tf

SEED = 7
CLASSES = 3
FEATURES = 6
BATCH = 16


class Encoder(tf.keras.layers.Layer):
    """Two dense layers with a skip connection."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.first = tf.keras.layers.Dense(units, activation="relu")
        self.second = tf.keras.layers.Dense(units)
        self.norm = tf.keras.layers.LayerNormalization()

    def call(self, inputs, training=False):
        hidden = self.first(inputs)
        return self.norm(hidden + self.second(hidden))


class Classifier(tf.keras.Model):
    """An encoder with a head for the classes and one that rebuilds the input."""

    def __init__(self, units=8):
        super().__init__()
        self.encoder = Encoder(units)
        self.dropout = tf.keras.layers.Dropout(0.1)
        self.head = tf.keras.layers.Dense(CLASSES)
        self.rebuild = tf.keras.layers.Dense(FEATURES)

    def call(self, inputs, training=False):
        code = self.encoder(inputs, training=training)
        code = self.dropout(code, training=training)
        return self.head(code), self.rebuild(code)


def make_data(count, rng):
    """Return features and labels of three overlapping clouds."""
    centres = rng.normal(size=(CLASSES, FEATURES)) * 2.0
    labels = rng.integers(0, CLASSES, size=count)
    features = centres[labels] + rng.normal(size=(count, FEATURES))
    return features.astype("float32"), labels.astype("int64")


def batches(features, labels, size):
    """Yield one epoch of batches."""
    for start in range(0, len(features), size):
        yield features[start : start + size], labels[start : start + size]


class Trainer:
    """Holds the model, its optimizers and the running figures."""

    def __init__(self, model):
        self.model = model
        self.class_loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.optimizer = tf.keras.optimizers.Adam(1e-2)
        self.head_optimizer = tf.keras.optimizers.SGD(1e-2)
        self.mean_loss = tf.keras.metrics.Mean()

    def rebuild_loss(self, inputs, rebuilt):
        return tf.reduce_mean(tf.square(inputs - rebuilt))

    def regularisation(self):
        return tf.add_n([tf.nn.l2_loss(w) for w in self.model.trainable_variables]) * 1e-4

    def step(self, inputs, labels):
        """Run one step on a batch and return the loss."""
        with tf.GradientTape() as tape:
            logits, rebuilt = self.model(inputs, training=True)
            loss = self.class_loss(labels, logits)
            loss += 0.1 * self.rebuild_loss(inputs, rebuilt)
            loss += self.regularisation()
        variables = self.model.trainable_variables
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(gradients, variables))
        self.mean_loss.update_state(loss)
        return loss

    def refine_head(self, inputs, labels):
        """Adjust the class head alone, on the encoder's frozen code."""
        code = self.model.encoder(inputs)
        with tf.GradientTape() as tape:
            logits = self.model.head(code)
            loss = self.class_loss(labels, logits)
        variables = self.model.head.trainable_variables
        gradients = tape.gradient(loss, variables)
        return sum(float(tf.norm(g)) for g in gradients)

    def sharpen(self, inputs, labels):
        """Push the whole network towards confident answers."""
        with tf.GradientTape() as tape:
            logits = self.model(inputs, training=True)[0]
            answers = tf.nn.softmax(logits)
            entropy = -tf.reduce_mean(tf.reduce_sum(answers * tf.math.log(answers + 1e-7), axis=-1))
        variables = self.model.encoder.trainable_variables
        gradients = tape.gradient(entropy, variables)
        pairs = [(g, v) for g, v in zip(gradients, variables) if g is not None]
        print(f"sharpening moves {len(pairs)} of {len(variables)} weights")

    def saliency(self, inputs):
        """Return how strongly each feature moves the winning class."""
        inputs = tf.convert_to_tensor(inputs)
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            logits, _ = self.model(inputs)
            winner = tf.reduce_max(logits, axis=-1)
        gradient = tape.gradient(winner, inputs)
        return tf.reduce_mean(tf.abs(gradient), axis=0).numpy()


def main():
    tf.keras.utils.set_random_seed(SEED)
    rng = np.random.default_rng(SEED)
    features, labels = make_data(64, rng)
    trainer = Trainer(Classifier())
    for epoch in range(2):
        for inputs, answers in batches(features, labels, BATCH):
            trainer.step(tf.constant(inputs), answers)
        print(f"epoch {epoch}: loss {trainer.mean_loss.result().numpy():.3f}")
        trainer.mean_loss.reset_state()
    print(f"gradient norm of the head: {trainer.refine_head(features[:BATCH], labels[:BATCH]):.3f}")
    trainer.sharpen(features[:BATCH], labels[:BATCH])
    print("saliency:", np.round(trainer.saliency(features[:BATCH]), 3))


if __name__ == "__main__":
    main()

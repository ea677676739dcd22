"""Made-up training scripts and trees of packages: the same arguments give the same bytes."""

from __future__ import annotations

import random
from pathlib import Path
from string import Template

HEAD = '''"""Training utilities."""
import dataclasses
import logging

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

logger = logging.getLogger(__name__)
'''
PLAIN_HEAD = '''"""Helpers around the records."""
import dataclasses
import logging

logger = logging.getLogger(__name__)
'''

STEP = '''
@tf.function
def train_step_$n(model, optimizer, loss_fn, features, labels):
    """Run one step and return the loss of the batch."""
    $outside
    with tf.GradientTape() as tape:
        $inside
        loss = loss_fn(labels, logits)
        loss += tf.add_n(model.losses) if model.losses else 0.0
    gradients = tape.gradient(loss, model.trainable_variables)
    gradients, norm = tf.clip_by_global_norm(gradients, 1.0)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    tf.summary.scalar("train/norm", norm)
    return loss
'''
MODEL = '''
class Classifier$n(keras.Model):
    """A small model with a training step of its own."""

    def __init__(self, classes, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(64, activation="relu"), layers.Dense(32, activation="relu")]
        self.norm = layers.LayerNormalization()
        self.dropout = layers.Dropout(dropout)
        self.head = layers.Dense(classes)
        self.tracker = keras.metrics.Mean(name="loss")

    def call(self, inputs, training=False):
        x = inputs
        for layer in self.hidden:
            x = layer(x)
        x = self.dropout(self.norm(x), training=training)
        return self.head(x)

    def train_step(self, data):
        x, y = data
        logits = None
        $outside
        with tf.GradientTape() as tape:
            $inside
            loss = self.compute_loss(x=x, y=y, y_pred=logits)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.tracker.update_state(loss)
        return {"loss": self.tracker.result()}
'''
LINEAR = '''
def fit_linear_$n(inputs, targets, steps=200, rate=0.05):
    """Plain gradient descent on a linear model."""
    weight = tf.Variable(tf.random.normal([inputs.shape[-1], 1]), name="weight")
    bias = tf.Variable(0.0, name="bias")
    history = []
    for step in range(steps):
        $outside
        with tf.GradientTape() as tape:
            $inside
            error = logits - targets
            loss = tf.reduce_mean(tf.square(error))
            loss = loss + 1e-3 * tf.nn.l2_loss(weight)
        grad_w, grad_b = tape.gradient(loss, [weight, bias])
        weight.assign_sub(rate * grad_w)
        bias.assign_sub(rate * grad_b)
        if step % 20 == 0:
            history.append(float(loss))
    return weight, bias, history
'''
PENALTY = '''
def gradient_penalty_$n(critic, real, fake, weight=10.0):
    """Return the penalty on samples between a real and a fake batch."""
    alpha = tf.random.uniform([tf.shape(real)[0], 1, 1, 1], 0.0, 1.0)
    mixed = alpha * real + (1.0 - alpha) * fake
    $outside
    with tf.GradientTape() as tape:
        tape.watch(mixed)
        $inside
        loss = tf.reduce_sum(logits)
    slopes = tape.gradient(loss, mixed)
    norm = tf.sqrt(tf.reduce_sum(tf.square(slopes), axis=[1, 2, 3]) + 1e-12)
    return weight * tf.reduce_mean(tf.square(norm - 1.0))
'''
DATASET = '''
def dataset_$n(images, labels, batch=32, shuffle=1000):
    """Return batches of images and labels, shuffled and prefetched."""
    dataset = tf.data.Dataset.from_tensor_slices((images, labels))
    dataset = dataset.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label))
    if shuffle:
        dataset = dataset.shuffle(shuffle)
    return dataset.batch(batch).prefetch(tf.data.AUTOTUNE)
'''
BUILDER = '''
def build_network_$n(classes, width=128, depth=3):
    """Return a functional network."""
    inputs = keras.Input((28, 28, 1))
    x = layers.Flatten()(inputs)
    for level in range(depth):
        x = layers.Dense(width // (level + 1), activation="relu")(x)
        x = layers.BatchNormalization()(x)
    return keras.Model(inputs, layers.Dense(classes)(x), name="network_$n")
'''
METRIC = '''
class Recall$n(keras.metrics.Metric):
    """The share of the positives that were found."""

    def __init__(self, threshold=0.5, **kwargs):
        super().__init__(**kwargs)
        self.threshold = threshold
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.total = self.add_weight(name="total", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        found = tf.cast(y_pred > self.threshold, tf.float32) * y_true
        self.hits.assign_add(tf.reduce_sum(found))
        self.total.assign_add(tf.reduce_sum(y_true))

    def result(self):
        return self.hits / (self.total + 1e-7)
'''
CONFIG = '''
@dataclasses.dataclass
class Settings$n:
    """What one experiment needs to know."""

    name: str = "run_$n"
    rate: float = 1e-3
    epochs: int = 10
    tags: tuple = ("small", "fast")

    def scaled(self, factor):
        return dataclasses.replace(self, rate=self.rate * factor)
'''
PLAIN = '''
def summarise_$n(rows, limit=10):
    """Return the best rows with their scores, best first."""
    scored = []
    for index, row in enumerate(rows):
        score = sum(value for value in row.values() if isinstance(value, (int, float)))
        if score > 0:
            scored.append((score, index, row))
    scored.sort(key=lambda item: (-item[0], item[1]))
    for score, index, _ in scored[:limit]:
        logger.info("%s: %s", index, score)
    return [row for _, _, row in scored[:limit]]
'''

TAPES = (
    (STEP, "logits = model(features, training=True)"),
    (MODEL, "logits = self(x, training=True)"),
    (LINEAR, "logits = tf.matmul(inputs, weight) + bias"),
    (PENALTY, "logits = critic(mixed, training=True)"),
)
FILLS = (DATASET, BUILDER, METRIC, CONFIG, PLAIN)
PLAIN_FILLS = (CONFIG, PLAIN)


def script(lines: int, seed: object = 1, tapes: bool = True, broken: float = 0.2) -> str:
    """Return a module of exactly that many lines, a tape about every sixty, some broken on purpose."""
    rng = random.Random(f"{seed}/{lines}/{tapes}/{broken}")
    out = (HEAD if tapes else PLAIN_HEAD).splitlines()
    since, number = 40, 0
    while True:
        number += 1
        block = tape_block(rng, number, broken) if tapes and since >= 40 else filler(rng, number, tapes)
        if len(out) + 2 + len(block) > lines:
            break
        since = 0 if any("GradientTape" in row for row in block) else since + len(block)
        out += ["", "", *block]
    out += [f"DEFAULT_{i} = {rng.random():.3f}" for i in range(lines - len(out))]
    return "\n".join(out) + "\n"


def tape_block(rng: random.Random, number: int, broken: float) -> list[str]:
    """Return a definition with a tape; a broken one computes its value above the block."""
    form, computation = rng.choice(TAPES)
    bad = number == 1 or rng.random() < broken
    parts = (computation, "pass") if bad else ("pass", computation)
    return Template(form).substitute(n=number, outside=parts[0], inside=parts[1]).strip("\n").splitlines()


def filler(rng: random.Random, number: int, tensorflow: bool) -> list[str]:
    """Return a definition without a tape."""
    form = rng.choice(FILLS if tensorflow else PLAIN_FILLS)
    return Template(form).substitute(n=number).strip("\n").splitlines()


def tree(folder: Path, files: int, share: float = 0.02) -> None:
    """Write packages of modules of all sizes, a share of which use a tape."""
    rng = random.Random(files)
    with_tape = set(rng.sample(range(files), round(files * share)))
    for number in range(files):
        lines = int(min(1500, max(60, rng.lognormvariate(4.7, 0.8))))
        package = folder / f"package_{number // 500:02}" / f"part_{number // 25 % 20:02}"
        package.mkdir(parents=True, exist_ok=True)
        (package / f"module_{number:05}.py").write_text(script(lines, number, number in with_tape), "utf-8")

"""Names of callables as users write them beside code: `K.round`, `layers.Dense`, `Model.predict`, `optimizer.minimize`."""

from __future__ import annotations

import functools
import re
from fnmatch import fnmatchcase
from pathlib import Path

from tapelens.knowledge.table import canonical, display, rows

FOLLOWED = Path(__file__).with_name("followed.txt")
ROOTS = {
    "K": "keras.backend",
    "tnp": "tf.experimental.numpy",
    "GradientTape": "tf.GradientTape",
    "tape": "tf.GradientTape",
    "Tensor": "tf.Tensor",
    "tensor": "tf.Tensor",
    "Variable": "tf.Variable",
    "variable": "tf.Variable",
    "TensorArray": "tf.TensorArray",
    "Dataset": "tf.data.Dataset",
    "dataset": "tf.data.Dataset",
    "model": "keras.Model",
    "metric": "keras.metrics.Metric",
    "optimizer": "keras.optimizers.Optimizer",
    **{name: f"keras.{name}" for name in ("Model", "Sequential", "Input", "backend", "ops", "layers")},
    **{name: f"keras.{name}" for name in ("losses", "metrics", "activations", "optimizers", "regularizers")},
    **{name: f"tf.{name}" for name in ("nn", "linalg", "image", "signal", "raw_ops")},
}


def known(name: str) -> str | None:
    """Return the full name of what something is known of, None for any other name."""
    root, dot, rest = name.partition(".")
    options = [name, ROOTS[root] + dot + rest] if root in ROOTS else [name]
    return next((option for option in options if rows(option) or followed(option)), None)


def followed(name: str) -> str | None:
    """Return what is said of a function that the analysis follows itself, None for any other."""
    written = display(canonical(name))
    return next((said for pattern, said in _followed() if fnmatchcase(written, pattern)), None)


@functools.cache
def _followed() -> tuple[tuple[str, str], ...]:
    lines = FOLLOWED.read_text("utf-8").splitlines()
    return tuple((found[1], found[2]) for line in lines if (found := re.fullmatch(r"(\S+): (.+)", line)))

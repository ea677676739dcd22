"""Runs inside an interpreter that has TensorFlow: the public callables, with the names of each, as JSON lines."""

from __future__ import annotations

import inspect
import json
import os
import sys
import types
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

SKIP = frozenset(
    "compat raw_ops lite tpu tools test distribute estimator saved_model summary profiler train io config "
    "autograph dtensor __internal__ version sysconfig mlir xla feature_column graph_util applications data "
    "lookup queue datasets callbacks dtypes types errors saving export quantizers python fuzzing".split()
)
# Functions that change the library for whatever is measured after them.
STATEFUL = ("_", "set_", "enable_", "disable_", "clear_session", "use_", "manual_variable")
NUMPY = ("numpy", "numpy.linalg", "numpy.fft", "numpy.random")


def walk(
    root: Any, path: str, found: dict[int, list[tuple[str, Any]]], seen: set[tuple[int, str]], depth: int = 0
) -> None:
    """Collect callables by identity."""
    if depth > 5 or (id(root), path.split(".")[0]) in seen:
        return
    seen.add((id(root), path.split(".")[0]))
    for name in sorted(dir(root)):
        if name.startswith(STATEFUL) or name in SKIP:
            continue
        try:
            value = getattr(root, name)
        except Exception:  # lazy attributes may fail to load
            continue
        dotted = f"{path}.{name}"
        if isinstance(value, types.ModuleType):
            walk(value, dotted, found, seen, depth + 1)
        elif callable(value):
            found.setdefault(id(value), []).append((dotted, value))


def kind(value: Any, bases: dict[str, type]) -> str:
    """Return what sort of callable it is."""
    if not inspect.isclass(value):
        return "function"
    for name in ("layer", "loss", "metric", "optimizer"):
        if issubclass(value, bases[name]):
            return name
    return "class"


def short(names: list[str]) -> str:
    """Return the name that users know best: Keras's own, else the shortest."""
    keras = [n for n in names if n.startswith("keras.")]
    return min(keras or names, key=lambda n: (n.count("."), "experimental" in n, len(n), n))


def main() -> None:
    """Print every callable once."""
    import numpy
    import tensorflow as tf

    keras: Any = tf.keras
    bases = {
        "layer": keras.layers.Layer,
        "loss": keras.losses.Loss,
        "metric": keras.metrics.Metric,
        "optimizer": keras.optimizers.Optimizer,
    }
    found: dict[int, list[tuple[str, Any]]] = {}
    seen: set[tuple[int, str]] = set()
    walk(tf, "tensorflow", found, seen)
    walk(keras, "keras", found, seen)
    seen_numpy: set[tuple[int, str]] = set()
    for name in NUMPY:
        module = numpy
        for part in name.split(".")[1:]:
            module = getattr(module, part)
        for attribute in sorted(dir(module)):
            value = getattr(module, attribute, None)
            if callable(value) and not attribute.startswith("_") and not inspect.isclass(value):
                found.setdefault(id(value), []).append((f"{name}.{attribute}", value))
    del seen_numpy
    for entries in found.values():
        names = sorted({n for n, _ in entries})
        names = sorted({n.replace("tensorflow.keras.", "keras.") for n in names})
        sort = kind(entries[0][1], bases)
        real = entries[0][0]
        print(json.dumps({"name": real, "canonical": short(names), "names": names, "kind": sort}))


if __name__ == "__main__":
    sys.exit(main())

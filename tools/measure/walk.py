"""Runs inside an interpreter that has TensorFlow: the public callables, each with all its names."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import types
from collections.abc import Iterator
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

# Namespaces without functions of tensors: devices, files, saving, tests, and names for other versions.
SKIP = frozenset(
    [
        "compat",
        "raw_ops",
        "lite",
        "tpu",
        "tools",
        "test",
        "distribute",
        "estimator",
        "saved_model",
        "summary",
        "profiler",
        "train",
        "io",
        "config",
        "autograph",
        "dtensor",
        "__internal__",
        "version",
        "sysconfig",
        "mlir",
        "xla",
        "feature_column",
        "graph_util",
        "applications",
        "data",
        "lookup",
        "queue",
        "datasets",
        "callbacks",
        "dtypes",
        "types",
        "errors",
        "saving",
        "export",
        "quantizers",
        "python",
        "fuzzing",
        "security",
        "tsl",
    ]
)
# Functions that change the library for whatever is measured after them.
STATEFUL = ("_", "set_", "enable_", "disable_", "clear_session", "use_", "manual_variable")
NUMPY = ("numpy", "numpy.linalg", "numpy.fft", "numpy.random")
Found = dict[int, list[tuple[str, Any]]]


def members(root: Any) -> Iterator[tuple[str, Any]]:
    """Give the public attributes of a namespace; some of those that load late do not load."""
    try:
        names = sorted(dir(root))
    except ImportError:
        return
    for name in names:
        if not name.startswith(STATEFUL) and name not in SKIP:
            try:
                yield name, getattr(root, name)
            except Exception:
                continue


def walk(root: Any, path: str, above: tuple[int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give every callable below a namespace, by every path that leads to it."""
    for name, value in members(root):
        if isinstance(value, types.ModuleType):
            if id(value) not in above and len(above) < 5:
                yield from walk(value, f"{path}.{name}", (*above, id(root)))
        elif callable(value):
            yield f"{path}.{name}", value


def kind(value: Any, bases: dict[str, type]) -> str:
    """Return what sort of callable it is."""
    if not inspect.isclass(value):
        return "function"
    return next((name for name, base in bases.items() if issubclass(value, base)), "class")


def short(names: list[str]) -> str:
    """Return the name that users know best: Keras's own, else the shortest."""
    keras = [n for n in names if n.startswith("keras.")]
    return min(keras or names, key=lambda n: (n.count("."), "experimental" in n, len(n), n))


def written_in(value: Any) -> str:
    """Return the module path that old code imports a function of TensorFlow from, or nothing."""
    module = getattr(value, "__module__", None) or ""
    return f"{module}.{value.__name__}" if module.startswith("tensorflow.python.ops.") else ""


def collect(tf: Any, numpy: Any) -> Found:
    """Return the callables by identity, with their paths."""
    found: Found = {}
    for path, value in (*walk(tf, "tensorflow"), *walk(tf.keras, "keras")):
        found.setdefault(id(value), []).append((path, value))
    for name in NUMPY:
        module = numpy if name == "numpy" else getattr(numpy, name.split(".")[1])
        for attribute, value in members(module):
            if callable(value) and not inspect.isclass(value):
                found.setdefault(id(value), []).append((f"{name}.{attribute}", value))
    for path, value in walk(tf.compat.v1, "tensorflow.compat.v1"):
        if id(value) in found:
            found[id(value)].append((path, value))
    return found


def main() -> None:
    """Print every callable once, then the namespaces."""
    tf: Any = importlib.import_module("tensorflow")
    keras: Any = tf.keras
    bases = {
        "loss": keras.losses.Loss,
        "metric": keras.metrics.Metric,  # before the layers: in Keras 2 it is one
        "optimizer": keras.optimizers.Optimizer,
        "layer": keras.layers.Layer,
    }
    namespaces: set[str] = set()
    for entries in collect(tf, importlib.import_module("numpy")).values():
        path, value = entries[0]
        names = {name.replace("tensorflow.keras.", "keras.") for name, _ in entries}
        namespaces |= {n.rsplit(".", i)[0] for n in names for i in range(1, n.count(".") + 1)}
        inside = {written_in(value)} - {""} if inspect.isfunction(value) else set()
        record = {"name": path, "canonical": short(sorted(names)), "names": sorted(names | inside)}
        print(json.dumps({**record, "kind": kind(value, bases)}))
    print(json.dumps({"namespaces": sorted(namespaces)}))


if __name__ == "__main__":
    main()

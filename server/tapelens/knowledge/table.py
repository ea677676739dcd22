"""The knowledge table: rows found by name in a text file, parsed when asked for."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KINDS = ("layer", "loss", "metric", "optimizer", "class", "method")
PREFIXES = (
    ("tensorflow.compat.v2.", "tensorflow."),
    ("tensorflow.python.keras.", "keras."),
    ("tensorflow.keras.", "keras."),
    ("tf_keras.", "keras."),
    ("tensorflow.math.", "tensorflow."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What a callable does to the gradient of each tensor parameter, per output."""

    name: str
    kind: str
    params: tuple[str, ...]
    effects: Mapping[str, tuple[str, ...]]
    outputs: tuple[str, ...]
    weights: tuple[int, int] | None = None


def canonical(dotted: str) -> str:
    """Return the one path of a callable that has several."""
    for prefix, short in PREFIXES:
        if dotted.startswith(prefix):
            dotted = short + dotted[len(prefix) :]
    return dotted


def known_prefix(dotted: str) -> bool:
    """Return whether the path is a namespace of the knowledge."""
    return dotted.split(".", 1)[0] in ("tensorflow", "keras", "numpy")


@functools.cache
def _text() -> str:
    return (importlib.resources.files("tapelens.knowledge") / "table" / "hand.txt").read_text("utf-8")


@functools.lru_cache(maxsize=4096)
def lookup(dotted: str, version: tuple[int, int] | None = None) -> Row | None:
    """Return the row of a callable, None when nothing is known of it."""
    name = canonical(dotted)
    short = re.sub(r"^tensorflow\.", "tf.", re.sub(r"^numpy\.", "np.", name))
    found = re.search(rf"^(?:(\w+) )?{re.escape(short)}\((.*)\) -> ([^\n]*)$", _text(), re.M)
    if found is None:
        return None
    kind, params, outputs = found.groups()
    weights = re.search(r"weights=(\d+)\+(\d+)", outputs)
    words = re.sub(r"\s*weights=\S+", "", outputs)
    names: list[str] = []
    effects: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (p.strip() for p in params.split(","))):
        param, _, effect = part.partition(":")
        names.append(param.strip())
        if effect:
            effects[param.strip()] = tuple(effect.strip().split("/"))
    return Row(
        short,
        kind or "function",
        tuple(names),
        MappingProxyType(effects),
        tuple(w.strip() for w in words.split(",")),
        (int(weights[1]), int(weights[2])) if weights else None,
    )

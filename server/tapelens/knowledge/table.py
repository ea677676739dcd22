"""The knowledge table: rows found by name in text files, read when asked for and parsed one at a time."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

KINDS = ("layer", "loss", "metric", "optimizer", "class", "method")
SPELLINGS = (
    ("tensorflow.compat.v2.", "tensorflow."),
    ("tensorflow.compat.v1.", "tensorflow."),
    ("tensorflow._api.v2.v2.", "tensorflow."),
    ("tensorflow.python.keras.", "keras."),
    ("tensorflow.python.eager.backprop.", "tensorflow."),
    ("tensorflow.keras.", "keras."),
    ("tf_keras.", "keras."),
    ("keras_core.", "keras."),  # the name of Keras 3 before it was released
    ("keras.api.", "keras."),
    ("tf.keras.", "keras."),
    ("tf.", "tensorflow."),
    ("np.", "numpy."),
)
Effects = Mapping[str, tuple[str, ...]]
FOLDER = __file__.removesuffix(".py")  # the files stand in a folder of this name
_ROW = re.compile(
    r"(?:(?P<kind>[a-z]+) )?(?P<name>[\w.]+)\((?P<params>.*?)\) -> (?P<outputs>[a-z, ]+?)"
    r"(?: weights=(?P<trainable>\d+)\+(?P<frozen>\d+))?"
    r"(?: target: (?P<target>[^@]+?))?(?: when (?P<case>[\w=]+): (?P<when>[^@]+?))?"
    r"(?: graph: (?P<graph>[^@]+?))?(?: @(?P<version>[\d.]+))?"
)


class Row(NamedTuple):
    """What a callable does to the gradient of each tensor parameter, per output."""

    name: str
    kind: str
    params: tuple[str, ...]
    effects: Effects
    outputs: tuple[str, ...]
    weights: tuple[int, int] | None = None
    target: Effects | None = (
        None  # where an integer output, itself the target, gives something else than None
    )
    case: str = ""  # an argument that changes the effects: `name=value`, or `name` for whatever value
    when: Effects | None = None  # the effects in that case
    graph: Effects | None = None  # the effects that are others in a tf.function
    eager: bool = False  # whether it raises in a tf.function
    version: tuple[int, int] | None = None  # the only measured version that the row holds for


@functools.lru_cache(maxsize=4096)
def lookup(dotted: str, version: tuple[int, int] | None = None) -> Row | None:
    """Return what is known of a callable in a TensorFlow version (None: the newest), or None."""
    found = rows(dotted)
    wanted = _measured(version)
    fitting = [row for row in found if row.version in (None, wanted)] or list(found)
    return fitting[0] if fitting else None


@functools.lru_cache(maxsize=4096)
def rows(dotted: str) -> tuple[Row, ...]:
    """Return every row of a callable: one, or one for each measured version where they differ."""
    name = display(canonical(dotted))
    return tuple(row for line in _lines(_text(area(name)), name) if (row := parse(line)) is not None)


@functools.lru_cache(maxsize=8192)
def canonical(dotted: str) -> str:
    """Return the one path of a callable that has several; of an unknown name, the path in plain spelling."""
    path = respelled(dotted)
    key = f"\n{display(path)} = "
    text = _text("aliases")
    at = text.find(key)
    if at < 0:
        return path
    start = at + len(key)
    return respelled(text[start : text.index("\n", start)])


def known_prefix(dotted: str) -> bool:
    """Return whether the path is a namespace of the knowledge, such as `tensorflow.math`, or a dtype."""
    return f"\n{display(respelled(dotted))}\n" in _text("namespaces")


def respelled(dotted: str) -> str:
    """Return the path with the import names that mean the same written in one way."""
    for prefix, plain in SPELLINGS:
        if f"{dotted}.".startswith(prefix):
            return respelled((plain + f"{dotted}."[len(prefix) :])[:-1])
    return dotted


def display(path: str) -> str:
    """Return a path as users write it."""
    for full, short in (("tensorflow", "tf"), ("numpy", "np")):
        if path == full or path.startswith(f"{full}."):
            return short + path[len(full) :]
    return path


def area(name: str) -> str:
    """Return the table file that a callable is written in, from its name as users write it."""
    parts = name.split(".")
    return parts[0] if parts[0] in ("keras", "np") or len(parts) < 3 else f"{parts[0]}_{parts[1].lower()}"


def parse(line: str) -> Row | None:
    """Return the row that a line of the table writes, None where it is none."""
    found = _ROW.fullmatch(line)
    if found is None:
        return None
    names, effects = _parameters(found["params"])
    return Row(
        name=found["name"],
        kind=found["kind"] or "function",
        params=names,
        effects=effects,
        outputs=tuple(found["outputs"].split(", ")),
        weights=(int(found["trainable"]), int(found["frozen"])) if found["trainable"] else None,
        target=_parameters(found["target"])[1] if found["target"] else None,
        case=found["case"] or "",
        when=_parameters(found["when"])[1] if found["when"] else None,
        graph=_parameters(found["graph"])[1] if found["graph"] not in (None, "raises") else None,
        eager=found["graph"] == "raises",
        version=_numbers(found["version"]) if found["version"] else None,
    )


def _parameters(text: str) -> tuple[tuple[str, ...], Effects]:
    names: list[str] = []
    effects: dict[str, tuple[str, ...]] = {}
    for part in filter(None, text.split(", ")):
        name, _, words = part.partition(": ")
        names.append(name)
        if words:
            effects[name] = tuple(words.split("/"))
    return tuple(names), MappingProxyType(effects)


def _lines(text: str, name: str) -> Iterator[str]:
    key = f"{name}("
    at = text.find(key)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        if text[start:at].strip() in ("", *KINDS):
            yield text[start:end]
        at = text.find(key, end)


def _numbers(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)


def _measured(version: tuple[int, int] | None) -> tuple[int, int]:
    """The measured version that speaks for the asked one: the first that is not older, else the newest."""
    known = versions()
    return next((one for one in known if version is not None and one >= version), known[-1])


@functools.cache
def versions() -> tuple[tuple[int, int], ...]:
    """Return the TensorFlow versions that the table was measured on, the oldest first."""
    return tuple(_numbers(word) for word in _text("versions").split())


@functools.cache
def _text(name: str) -> str:
    from pathlib import Path  # so that importing this module takes little

    file = Path(FOLDER, f"{name}.txt")
    return "\n" + file.read_text("utf-8") if file.exists() else "\n"

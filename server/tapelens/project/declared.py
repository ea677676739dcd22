"""The versions of TensorFlow and Keras that a project asks for in its own files."""

# ruff: noqa: PTH118, PTH120, PTH208
# Strings and os.path: asked between two keystrokes.

from __future__ import annotations

import os
import re
from functools import lru_cache

Pair = tuple[int, int]

MAX_HEIGHT = 10  # so far up files are looked for
MAX_SIZE = 200_000
_FILES = re.compile(
    r"(?:.*requirements.*\.(?:txt|in)|setup\.(?:py|cfg)|pyproject\.toml|environment.*\.ya?ml|Pipfile)", re.I
)
_ASKED = re.compile(
    r"(?<![\w./-])(?P<name>tensorflow(?:[-_](?:gpu|cpu|macos|intel))?|keras)(?:\[[^\]]*\])?[\"']?"
    r"\s*(?:=\s*(?:\{\s*version\s*=\s*)?[\"'])?\s*(?P<bounds>(?:[=<>~!^]=?=?\s*v?\d[\w.*+!-]*[\s,]*)+)",
    re.I,
)
_BOUND = re.compile(r"(?P<sign>[=<>~!^]+)\s*v?(?P<numbers>\d+(?:\.\d+)*)(?P<any>\.\*)?")


def declared(folder: str, root: str) -> tuple[Pair | None, int | None]:
    """Return the newest TensorFlow and the newest Keras that the files nearest to a folder allow.

    None stands for what they leave open: a lower bound alone says nothing of what is installed.
    """
    for height, current in enumerate(_upwards(folder, root)):
        tensorflow, keras = _of_folder(current) if height < MAX_HEIGHT else (None, None)
        if tensorflow is not None or keras is not None:
            return tensorflow, keras
    return None, None


def forget() -> None:
    """Look again: the files may say something else by now."""
    _of_folder.cache_clear()


def _upwards(folder: str, root: str) -> list[str]:
    found = [folder]
    while found[-1] != root and os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


@lru_cache(maxsize=512)
def _of_folder(folder: str) -> tuple[Pair | None, int | None]:
    try:
        names = sorted(name for name in os.listdir(folder) if _FILES.fullmatch(name))
    except OSError:
        return None, None
    tensorflow: list[Pair | None] = []
    keras: list[Pair | None] = []
    for name in names:
        for found in _ASKED.finditer(_text(os.path.join(folder, name))):
            of_keras = found["name"].lower() == "keras"
            (keras if of_keras else tensorflow).append(newest(found["bounds"]))
    newest_keras = _newest_of(keras)
    return _newest_of(tensorflow), newest_keras[0] if newest_keras is not None else None


def _newest_of(allowed: list[Pair | None]) -> Pair | None:
    """Return the newest of several versions; one that is left open leaves all open."""
    known = [pair for pair in allowed if pair is not None]
    return max(known) if known and len(known) == len(allowed) else None


def newest(bounds: str) -> Pair | None:
    """Return the newest minor version that the bounds of a requirement allow, None where there is no upper one."""
    found = [pair for bound in _BOUND.finditer(bounds) if (pair := _upper(bound)) is not None]
    return min(found, default=None)


def _upper(bound: re.Match[str]) -> Pair | None:
    sign, numbers = bound["sign"], [int(number) for number in bound["numbers"].split(".")]
    major, minor = numbers[0], numbers[1] if len(numbers) > 1 else None
    if minor is None or sign in (">", ">=", "!=", "^"):
        return None
    if sign == "<":
        inside = minor if any(numbers[2:]) else minor - 1
        return (major, inside) if inside >= 0 else None
    if sign == "~=" and len(numbers) < 3:
        return None  # any later one of the same major version
    return major, minor


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            text = file.read(MAX_SIZE)
    except OSError:
        return ""
    return re.sub(r"(?m)#.*$", "", text)

"""The user's Python environment, as far as its files tell: nothing of it is run or imported."""

# ruff: noqa: PTH112, PTH118, PTH208
# Strings and os.path: asked between two keystrokes.

from __future__ import annotations

import json
import os
import re
import sys
from functools import lru_cache
from pathlib import Path

from tapelens.project import declared

FOLDERS = (".venv", "venv", "env", ".env")
VARIABLES = ("VIRTUAL_ENV", "CONDA_PREFIX")
_TENSORFLOW = re.compile(
    r"(?:tensorflow|tensorflow_cpu|tensorflow_macos|tf_nightly\w*)-(\d+)\.(\d+)\S*\.dist-info"
)
_KERAS = re.compile(r"keras-(\d+)\.\S*\.dist-info")
_MAPPING = re.compile(r"^MAPPING(?:: [^=]+)? = (\{.*\})$", re.MULTILINE)


@lru_cache(maxsize=64)
def packages(root: str) -> tuple[str, ...]:
    """Return the folders of installed packages that belong to a project.

    They are those of its own environment, of the active one, or of the one that Tapelens runs in: an editor starts
    it in the environment that was chosen there.
    """
    homes = [os.path.join(root, name) for name in FOLDERS]
    homes += [os.environ[name] for name in VARIABLES if os.environ.get(name)]
    homes.append(sys.prefix)
    for home in map(Path, homes):
        found = [*home.glob("lib/python3*/site-packages"), *home.glob("Lib/site-packages")]
        if found:
            return tuple(sorted(map(str, found)))
    return ()


@lru_cache(maxsize=64)
def versions(root: str) -> tuple[tuple[int, int] | None, int | None]:
    """Return the versions of TensorFlow and the major one of Keras that are installed, None for what is not."""
    names = [name for folder in packages(root) for name in _listed(folder)]
    tensorflow = next((m for m in map(_TENSORFLOW.fullmatch, names) if m), None)
    keras = next((m for m in map(_KERAS.fullmatch, names) if m), None)
    return (
        (int(tensorflow[1]), int(tensorflow[2])) if tensorflow else None,
        int(keras[1]) if keras else None,
    )


@lru_cache(maxsize=64)
def editable(root: str) -> tuple[str, ...]:
    """Return the folders that editable installs add to the search for modules."""
    found: dict[str, None] = {}
    for folder in packages(root):
        for name in _listed(folder):
            if name.endswith(".pth"):
                found.update(dict.fromkeys(_added(folder, name)))
            elif name.startswith("__editable__") and name.endswith(".py"):
                found.update(dict.fromkeys(_mapped(os.path.join(folder, name))))
    return tuple(path for path in found if os.path.isdir(path))


def forget() -> None:
    """Look again: something was installed."""
    packages.cache_clear()
    versions.cache_clear()
    editable.cache_clear()
    declared.forget()


def _added(folder: str, name: str) -> list[str]:
    lines = _text(os.path.join(folder, name)).splitlines()
    paths = [line.strip() for line in lines if line.strip() and not line.startswith(("#", "import"))]
    return [os.path.normpath(os.path.join(folder, path)) for path in paths]


def _mapped(finder: str) -> list[str]:
    """Return the folders that hold the packages which setuptools' finder module maps to their places."""
    found = _MAPPING.search(_text(finder))
    if found is None:
        return []
    try:
        mapping = json.loads(found[1].replace("'", '"'))
    except ValueError:
        return []
    return [str(Path(path).parent) for path in mapping.values() if isinstance(path, str)]


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            return file.read(100_000)
    except OSError:
        return ""


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []

"""The project around the analysed files: its modules as documents, read once for each state of a file."""

# ruff: noqa: PTH113, PTH116
# Strings and os: asked for every module of every analysis.

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tapelens.project.resolve import Resolver, inside, is_library
from tapelens.project.search_path import MARK, NOTHING, Added, added
from tapelens.source.decoding import NotTextError, decode
from tapelens.source.document import Document
from tapelens.source.notebook import Notebook

MAX_BYTES = 400_000  # a larger module holds data, not code
MAX_KEPT = 400


class Files:
    """Resolves imports and gives the documents of what they name; texts of `opened` win over the disk."""

    def __init__(self, opened: Callable[[str], str | None] = lambda path: None) -> None:
        self._opened = opened
        self._resolver = Resolver(self._is_file)
        self._kept: dict[str, tuple[object, Document]] = {}
        self._adds: dict[str, tuple[object, Added]] = {}

    def forget(self) -> None:
        """Look again where modules are: files were added, moved or deleted."""
        self._resolver.forget()

    def find(self, origin: str, name: str, level: int) -> str | None:
        """Return the file that an import in the file `origin` names, or its folder; None for a library's."""
        fixed = level or is_library(name)
        return self._resolver.find(origin, name, level, NOTHING if fixed else self._added(origin))

    def inside(self, package: str, name: str) -> str | None:
        """Return the file or folder of a package's module; the package is its folder or `__init__.py`."""
        return inside(package, name, self._is_file)

    def document(self, path: str) -> Document | None:
        """Return the newest text of a file in units, an empty one for a folder, None if it cannot be read."""
        text = self._opened(path)
        state: object = text if text is not None else _state(path)
        if state is None:
            return None
        known = self._kept.pop(path, None)
        if known is None or known[0] != state:
            read = text if text is not None else _read(path)
            if read is None:
                return None
            before = known[1] if known is not None else None
            known = (state, before.updated(read) if before is not None else Document.parse(read))
        self._kept[path] = known  # the last one used is the last to go
        if len(self._kept) > MAX_KEPT:
            del self._kept[next(iter(self._kept))]
        return known[1]

    def _added(self, origin: str) -> Added:
        """Return what a file adds to the search path, worked out once for each state of it."""
        text = self._opened(origin)
        state: object = text if text is not None else _state(origin)
        known = self._adds.get(origin)
        if known is None or known[0] != state:
            read = text if text is not None else _program(origin) if state is not None else None
            found = NOTHING
            if read is not None and MARK in read:
                body = [statement for unit in Document.parse(read).units for statement in unit.tree]
                found = added(body, origin)
            known = self._adds[origin] = (state, found)
        return known[1]

    def _is_file(self, path: str) -> bool:
        return os.path.isfile(path) or self._opened(path) is not None


def _state(path: str) -> object:
    """What tells one content of a file from another; None for one that cannot be read or is too large."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found.st_size <= MAX_BYTES else None


def _program(path: str) -> str | None:
    """Return the code in a file: of a notebook, its cells."""
    text = _read(path)
    if text is None or not path.endswith(".ipynb"):
        return text
    try:
        return Notebook.parse(text).text
    except NotTextError:
        return None


def _read(path: str) -> str | None:
    try:
        return "" if os.path.isdir(path) else decode(Path(path).read_bytes()).text  # noqa: PTH112
    except (OSError, NotTextError):
        return None

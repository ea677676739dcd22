"""Find the files of a folder that use a tape, and read them as one program each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tapelens.source.decoding import NotTextError, decode
from tapelens.source.notebook import Notebook

SUFFIXES = (".py", ".ipynb")
MARK = b"GradientTape"


def tape_files(roots: list[Path]) -> list[Path]:
    """Return the Python files and notebooks under the roots that mention a tape, sorted."""
    return sorted(path for root in roots for path in candidates(root) if MARK in path.read_bytes())


def candidates(root: Path) -> Iterator[Path]:
    """Yield the root itself when it is a file, else every Python file and notebook below it."""
    if root.is_file():
        yield root
        return
    for path in root.rglob("*"):
        if path.suffix in SUFFIXES and path.is_file() and ".ipynb_checkpoints" not in path.parts:
            yield path


def program(path: Path) -> str:
    """Return the text that is analysed: the file itself, or a notebook's code cells joined."""
    text = decode(path.read_bytes()).text
    return Notebook.parse(text).text if path.suffix == ".ipynb" else text


def readable(path: Path) -> bool:
    """Return whether the file is a program at all (some public notebooks are broken JSON)."""
    try:
        program(path)
    except NotTextError:
        return False
    return True

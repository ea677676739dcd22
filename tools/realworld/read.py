"""Find the files of a folder that use a tape, and read them as one program each."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUFFIXES = (".py", ".ipynb")
MARK = b"GradientTape"
MAGIC = re.compile(r"^(\s*)(?=[%!?]|[\w.]+\?{1,2}\s*$)")


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
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        return code_cells(json.loads(data))
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def code_cells(notebook: dict[str, Any]) -> str:
    """Return the code cells joined, their magics and shell lines commented out."""
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return "\n\n".join(without_magics("".join(cell["source"])) for cell in cells)


def without_magics(source: str) -> str:
    """Return a cell's source with everything that is IPython's as comments."""
    lines = source.splitlines(keepends=True)
    if source.startswith("%%"):
        return "".join("# " + line for line in lines)
    return "".join(MAGIC.sub(r"\1pass  # ", line) for line in lines)


def readable(path: Path) -> bool:
    """Return whether the file is a program at all (some public notebooks are broken JSON)."""
    try:
        program(path)
    except (ValueError, SyntaxError, KeyError, json.JSONDecodeError):
        return False
    return True

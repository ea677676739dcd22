"""IPython's own syntax in a cell, replaced by Python without moving any line."""

from __future__ import annotations

import re

from tapelens.source.logical import logical_lines
from tapelens.source.mend import BROKEN

# Cell magics whose body is Python that runs in the notebook's own namespace.
_PYTHON_CELLS = frozenset(("capture", "prun", "time", "timeit"))
_CELL = re.compile(r"\s*%%(\w+)")
_HINT = re.compile(r"[%!?]|\?\s*$", re.MULTILINE)
_TIME = re.compile(r"(?P<margin>\s*)%time (?=\s*\S)")
_LINE = re.compile(r"\s*(?:[%!]|\?|[^\s#'\"][^#'\"]*\?\s*$)")
_ASSIGNED = re.compile(r"(?P<targets>\s*[^\W\d][\w., ]*=\s*)[%!]\s*\w")


def python(cell: str) -> str:
    """Return the cell with magics, shell commands and requests for help replaced, line by line."""
    if not _HINT.search(cell):
        return cell
    lines = cell.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    magic = _CELL.match(lines[first])
    if magic is not None:
        if magic[1] not in _PYTHON_CELLS:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    continued = False
    for index, line in enumerate(lines):
        if continued or _starts_statement(lines, index):
            new = "" if continued else _plain(line)
            continued = new != line and line.rstrip().endswith("\\")
            lines[index] = new
    return "\n".join(lines)


def _starts_statement(lines: list[str], index: int) -> bool:
    line = lines[index]
    if not (_LINE.match(line) or _ASSIGNED.match(line)):
        return False
    return logical_lines(lines)[index][0] == index + 1


def _plain(line: str) -> str:
    timed = _TIME.match(line)
    if timed is not None:
        return f"{timed['margin']}if 1: {line[timed.end() :]}"  # as long as "%time ", so that columns stay
    assigned = _ASSIGNED.match(line)
    if assigned is not None:
        return f"{assigned['targets']}{BROKEN}()"
    return f"{line[: len(line) - len(line.lstrip())]}pass"

"""The smallest edits that turn one text into another: what they leave alone stays byte for byte.

New lines in an edit end in `\\n`; whoever applies it ends them as the text's own lines end.
"""

from __future__ import annotations

import difflib
import re

from tapelens.findings import Edit, Position, Range

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def edits_between(old: str, new: str, path: str | None = None) -> tuple[Edit, ...]:
    """Return the smallest line-wise edits that turn one text into the other, trimmed to what differs."""
    a, b = _LINE.findall(old), _LINE.findall(new)
    head = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    matcher = difflib.SequenceMatcher(None, a[head : len(a) - tail], b[head : len(b) - tail], autojunk=False)
    return tuple(
        _edit(a, head + i1, head + i2, "".join(b[head + j1 : head + j2]), path)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    )


def _edit(lines: list[str], first: int, last: int, new: str, path: str | None) -> Edit:
    old = "".join(lines[first:last])
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if old[:head].endswith("\r") and old[head : head + 1] == "\n":
        head -= 1  # never between the two halves of a line end
    if tail and old[len(old) - tail] == "\n" and old[: len(old) - tail].endswith("\r"):
        tail -= 1
    start = _position(lines, first, head)
    end = _position(lines, first, len(old) - tail)
    text = new[head : len(new) - tail].replace("\r\n", "\n").replace("\r", "\n")
    return Edit(Range(start, end), text, path)


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _position(lines: list[str], line: int, offset: int) -> Position:
    """Return the position of a character counted from the start of a line."""
    while line < len(lines) and offset >= len(lines[line]):
        offset -= len(lines[line])
        line += 1
    if line == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return Position(line, len(lines[-1]) + 1)
    return Position(line + 1, offset + 1)

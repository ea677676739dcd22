"""Edits applied to a text; the rest of it stays as it was, to the character."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tapelens.findings import Edit, Position
from tapelens.source.decoding import line_end

_LINE = re.compile(r"\r\n?|\n")


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made; new lines end as the text's own do. ValueError if two overlap."""
    starts = [0, *(match.end() for match in _LINE.finditer(text))]
    end = line_end(text)
    placed = sorted(
        ((_offset(text, starts, e.range.start), _offset(text, starts, e.range.end), e) for e in edits),
        key=lambda place: place[:2],
    )
    parts, position = [], 0
    for start, stop, edit in placed:
        if start < position:
            raise ValueError("edits overlap")
        parts += [text[position:start], edit.new_text if end == "\n" else edit.new_text.replace("\n", end)]
        position = max(start, stop)
    return "".join([*parts, text[position:]])


def _offset(text: str, starts: Sequence[int], position: Position) -> int:
    if position.line > len(starts):
        return len(text)
    start = starts[position.line - 1]
    limit = starts[position.line] if position.line < len(starts) else len(text)
    line = text[start:limit].rstrip("\r\n")
    return start + min(position.column - 1, len(line))

"""The comment that silences a rule on a line, written or extended."""

from __future__ import annotations

import re

from tapelens.findings import Edit, Position, Range

_IGNORE = re.compile(r"#\s*tapelens:\s*ignore\[([^\]]*)\]")


def edit(lines: list[str], line: int, rule: str) -> Edit | None:
    """Return the edit that suppresses a rule on a 1-based line, None where no comment can stand."""
    text = lines[line - 1].rstrip("\r\n")
    found = _IGNORE.search(text)
    if found:
        return _insert(line, found.end(1), f", {rule}" if found.group(1).strip() else rule)
    if text.endswith("\\"):
        return None
    return _insert(line, len(text.rstrip()), f"  # tapelens: ignore[{rule}]")


def _insert(line: int, column: int, text: str) -> Edit:
    place = Position(line, column + 1)
    return Edit(Range(place, place), text)

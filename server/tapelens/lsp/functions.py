"""What the TensorFlow function under the cursor does to a gradient: its name as imported, its row in words."""

from __future__ import annotations

import re

from tapelens.findings import Position, Range
from tapelens.knowledge.explain import explain_row

_NAME = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*(?=\s*\()")
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$", re.M)
_FROM = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+([^\n#(]+|\([^)]*\))", re.M)


def told(text: str, line: str, position: Position) -> tuple[Range, str] | None:
    """Return the range and the paragraph of the function whose name stands at a place of a line."""
    for match in _NAME.finditer(line):
        if match.start() < position.column <= match.end() + 1:
            name = imported(text, re.sub(r"\s", "", match[0]))
            said = explain_row(name) if name else None
            place = Range(
                Position(position.line, match.start() + 1), Position(position.line, match.end() + 1)
            )
            return (place, said) if said else None
    return None


def imported(text: str, name: str) -> str | None:
    """Return the full name of what a dotted name means by the imports of a text, None for any other name."""
    first, _, rest = name.partition(".")
    for module, alias in _IMPORT.findall(text):
        if first == (alias or module.partition(".")[0]):
            return _joined(module if alias else first, rest)
    for module, names in _FROM.findall(text):
        for item in names.strip("()").split(","):
            words = item.split()
            if words and words[-1] == first:
                return _joined(f"{module}.{words[0]}", rest)
    return None


def _joined(first: str, rest: str) -> str:
    return f"{first}.{rest}" if rest else first

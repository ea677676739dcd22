"""Where values stand in a JSON text, so that one can be replaced and every other byte kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
# A character of a string, escaped or not (one beyond 16 bits may be two escapes), or the quote around it.
_CHARACTER = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the span of its text."""

    value: Any
    start: int
    end: int


def cells_of(text: str) -> Iterator[tuple[Value, Any]]:
    """Yield `source` and `metadata` of each code cell of a notebook; the text is valid JSON with a list of cells."""
    members = dict(_members(text, _skip(text, 0)))  # of several with one name the last counts
    for cell in _items(text, members["cells"]):
        parts = {name: _value(text, place) for name, place in _members(text, cell)}
        if "source" in parts and parts.get("cell_type", parts["source"]).value == "code":
            yield parts["source"], parts["metadata"].value if "metadata" in parts else None


def place_of(text: str, start: int, end: int, count: int) -> int:
    """Return where a character of a source stands in the JSON text of its value, a string or a list of strings."""
    inside, last = False, start
    for found in _CHARACTER.finditer(text, start, end):
        if found[0] == '"':
            inside = not inside
        elif inside and not count:
            return found.start()
        elif inside:
            count -= 1
            last = found.end()
    return last


def rewritten(old: str, new: str) -> str:
    """Return the JSON of a new source in the style of the old: list or string, escapes, indentation."""
    ascii_only = old.isascii() and "\\u" in old
    if not old.startswith("["):
        return json.dumps(new, ensure_ascii=ascii_only)
    # Some editors cut a source at every sign that ends a line, some at line feeds alone.
    finely = any(not line.endswith("\n") for line in json.loads(old)[:-1])
    cut = new.splitlines(keepends=True) if finely else re.findall(r"[^\n]*\n|[^\n]+", new)
    lines = [json.dumps(line, ensure_ascii=ascii_only) for line in cut]
    inner = re.match(r"\[(\s*)", old)
    outer = re.search(r"(\s*)\]$", old)
    between = re.search(r"\",(\s*)\"", old)
    first = inner[1] if inner else ""
    gap = between[1] if between else first or " "
    return f"[{first}{f',{gap}'.join(lines)}{outer[1] if outer else ''}]"


def _value(text: str, start: int) -> Value:
    value, end = _DECODER.raw_decode(text, start)
    return Value(value, start, end)


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield each key of the object at `start` with the place of its value."""
    position = _skip(text, start + 1)
    while text[position] != "}":
        key = _value(text, position)
        position = _skip(text, _skip(text, key.end) + 1)
        yield key.value, position
        position = _skip(text, _value(text, position).end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def _items(text: str, start: int) -> Iterator[int]:
    """Yield the place of each item of the array at `start`."""
    position = _skip(text, start + 1)
    while text[position] != "]":
        yield position
        position = _skip(text, _value(text, position).end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position

"""Columns between characters (code points) and the code units of UTF-8, UTF-16 and UTF-32, all from 0."""

from __future__ import annotations

from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]


def to_units(line: str, column: int, encoding: Encoding) -> int:
    """Return the column in code units for a column in characters; past the end counts on by one."""
    if encoding == "utf-32" or line.isascii():
        return column
    before = line[:column]
    beyond = max(0, column - len(line))
    return _length(before, encoding) + beyond


def to_characters(line: str, column: int, encoding: Encoding) -> int:
    """Return the column in characters for a column in code units; one inside a character is its start."""
    if encoding == "utf-32" or line.isascii():
        return column
    units = 0
    for index, char in enumerate(line):
        units += _length(char, encoding)
        if units > column:
            return index
    return len(line) + column - units


def _length(text: str, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)

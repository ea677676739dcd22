"""Positions of an analysis to positions of the protocol and back: the only place where they meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from tapelens.findings import Position, Range

Units = Callable[[str], int]


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_UNITS: dict[str, Units] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


def to_units(line: str, column: int, encoding: str) -> int:
    """Return how many units of the encoding stand before a 0-based column in characters."""
    return column if line.isascii() else _UNITS[encoding](line[:column])


def to_column(line: str, units: int, encoding: str) -> int:
    """Return the 0-based column in characters of a place in units; inside a character: the one before."""
    if line.isascii() or encoding == "utf-32":
        return min(units, len(line))
    count = _UNITS[encoding]
    used = 0
    for column, char in enumerate(line):
        used += count(char)
        if used > units:
            return column
    return len(line)


@dataclass(frozen=True, slots=True)
class Page:
    """One text document of the client; `first` is its first line's place in the program, from 0."""

    uri: str
    version: int | None
    lines: Sequence[str]
    first: int = 0
    encoding: str = "utf-16"

    def position(self, position: Position) -> types.Position:
        """Return the client's position of a place in the program."""
        index = min(max(position.line - 1 - self.first, 0), max(len(self.lines) - 1, 0))
        line = self.lines[index].rstrip("\r\n") if self.lines else ""
        return types.Position(index, to_units(line, min(position.column - 1, len(line)), self.encoding))

    def range(self, range_: Range) -> types.Range:
        """Return the client's range of a range in the program."""
        return types.Range(self.position(range_.start), self.position(range_.end))

    def place(self, position: types.Position) -> Position:
        """Return the place in the program of a client's position."""
        line = self.lines[position.line] if position.line < len(self.lines) else ""
        column = to_column(line.rstrip("\r\n"), position.character, self.encoding)
        return Position(self.first + position.line + 1, column + 1)


@dataclass(frozen=True, slots=True)
class Pages:
    """The documents that make one program, in order: one for a file, the code cells for a notebook."""

    pages: tuple[Page, ...]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [page.first for page in self.pages])

    def of_line(self, line: int) -> Page:
        """Return the document that holds a 1-based line of the program."""
        return self.pages[max(bisect_right(self._starts, line - 1) - 1, 0)]

    def of_uri(self, uri: str) -> Page | None:
        """Return the document with that address."""
        return next((page for page in self.pages if page.uri == uri), None)

    def location(self, range_: Range) -> types.Location:
        """Return where a range of the program is for the client."""
        page = self.of_line(range_.start.line)
        return types.Location(page.uri, page.range(range_))

"""Positions of an analysis to positions of the protocol and back: the only place where they meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from tapelens.findings import Position, Range
from tapelens.source.notebook import Notebook
from tapelens.source.positions import Encoding, to_characters, to_units


@dataclass(frozen=True, slots=True)
class Page:
    """One text document of the client; `first` is its first line's place in the program, from 0."""

    uri: str
    version: int | None
    lines: Sequence[str]
    first: int = 0
    encoding: Encoding = "utf-16"

    def position(self, position: Position) -> types.Position:
        """Return the client's position of a place in the program; past the document: its end."""
        index = max(position.line - 1 - self.first, 0)
        if index >= len(self.lines):
            return self.end
        line = _content(self.lines[index])
        return types.Position(index, to_units(line, min(position.column - 1, len(line)), self.encoding))

    @property
    def end(self) -> types.Position:
        """The client's position behind the last character."""
        line = self.lines[-1] if self.lines else ""
        return types.Position(max(len(self.lines) - 1, 0), to_units(line, len(line), self.encoding))

    def range(self, range_: Range) -> types.Range:
        """Return the client's range of a range in the program."""
        return types.Range(self.position(range_.start), self.position(range_.end))

    def place(self, position: types.Position) -> Position:
        """Return the place in the program of a client's position."""
        line = self.lines[position.line] if position.line < len(self.lines) else ""
        return Position(self.first + position.line + 1, column(line, position, self.encoding) + 1)


@dataclass(frozen=True, slots=True)
class ClosedCell(Page):
    """A cell of a notebook that is not open: its places are those in the text of the notebook's file."""

    notebook: Notebook = field(kw_only=True)

    def position(self, position: Position) -> types.Position:
        """Return the client's position, in the file, of a place in the program."""
        place = self.notebook.place(position)
        return Page.position(self, Position(place.line + self.first, place.column))


def closed_cells(uri: str, notebook: Notebook, lines: Sequence[str], encoding: Encoding) -> Pages:
    """Return the cells of a notebook that is not open."""
    pages = (ClosedCell(uri, None, lines, first, encoding, notebook=notebook) for first in notebook.starts)
    return Pages(tuple(pages))


def column(line: str, position: types.Position, encoding: Encoding) -> int:
    """Return the column in characters, from 0, of a client's position on a line; past its end: the end."""
    content = _content(line)
    return min(to_characters(content, position.character, encoding), len(content))


def _content(line: str) -> str:
    return line.rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Pages:
    """The documents that make one program, in order: one for a file, the code cells for a notebook."""

    pages: tuple[Page, ...]
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", [page.first for page in self.pages])

    def of_line(self, line: int) -> Page:
        """Return the document that holds a 1-based line of the program."""
        return self.pages[max(bisect_right(self.starts, line - 1) - 1, 0)]

    def of_uri(self, uri: str) -> Page | None:
        """Return the document with that address."""
        return next((page for page in self.pages if page.uri == uri), None)

    def location(self, range_: Range) -> types.Location:
        """Return where a range of the program is for the client."""
        page = self.of_line(range_.start.line)
        return types.Location(page.uri, page.range(range_))

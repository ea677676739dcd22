"""Edit a text by its syntax nodes, and follow a line through the edits."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Replace the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class Text:
    """A program's text with its tree, addressed by node and by line."""

    def __init__(self, text: str):
        self.text = text if text.endswith("\n") else f"{text}\n"
        self.tree = ast.parse(self.text)
        self.lines = [f"{row}\n" for row in self.text.split("\n")[:-1]]
        self.starts = [0, *accumulate(map(len, self.lines))]

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of an ast position (1-based line, UTF-8 bytes)."""
        head = self.lines[line - 1].encode()[:column]
        return self.starts[line - 1] + len(head.decode())

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return the characters that the node covers."""
        end_line, end_column = node.end_lineno, node.end_col_offset
        assert end_line is not None  # the nodes of a parsed text have both
        assert end_column is not None
        return self.offset(node.lineno, node.col_offset), self.offset(end_line, end_column)

    def source(self, node: ast.expr | ast.stmt) -> str:
        """Return the node's own text."""
        start, end = self.span(node)
        return self.text[start:end]

    def replace(self, node: ast.expr | ast.stmt, text: str) -> Change:
        """Return the change that puts `text` in the node's place."""
        return Change(*self.span(node), text)

    def rows(self, first: int, last: int) -> Change:
        """Return the change that deletes whole lines."""
        return Change(self.starts[first - 1], self.starts[last], "")

    def insert(self, line: int, text: str) -> Change:
        """Return the change that puts `text` before the line (1-based; one past the last is the end)."""
        at = self.starts[line - 1]
        return Change(at, at, text)

    def indent(self, line: int) -> str:
        """Return the line's leading white space."""
        row = self.lines[line - 1]
        return row[: len(row) - len(row.lstrip(" \t"))]

    def dedented(self, first: int, last: int, old: str, new: str) -> str:
        """Return whole lines with one indentation in place of another."""
        rows = self.lines[first - 1 : last]
        return "".join(new + row[len(old) :] if row.startswith(old) else row for row in rows)


def applied(text: str, changes: Iterable[Change]) -> str:
    """Return the text with all changes made; they must not overlap."""
    return "".join(pieces(text, sorted(changes)))


def pieces(text: str, changes: list[Change]) -> Iterator[str]:
    """Yield what stays and what is new, in order."""
    at = 0
    for change in changes:
        yield text[at : change.start]
        yield change.text
        at = change.end
    yield text[at:]


def moved(source: Text, changes: Iterable[Change], line: int) -> int:
    """Return where a line that no change deletes stands afterwards."""
    start = source.starts[line - 1]
    before = [c for c in changes if c.start < start or (c.start == c.end == start)]
    return line + sum(c.text.count("\n") - source.text[c.start : c.end].count("\n") for c in before)

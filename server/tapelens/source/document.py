"""A document as top-level units that are parsed alone, so that an edit costs what it touched."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tapelens.findings import Position, Range
from tapelens.source.recovery import Damage, parse
from tapelens.source.split import closing, next_start


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A place where the text is not Python, in the positions of the document."""

    range: Range
    message: str


class Unit:
    """One top-level statement with its decorators and the comments behind it.

    `text` has `\\n` line ends; `tree` counts lines from the unit's own first. `start` is the unit's first
    line in the newest document that holds it, from 0: an edit above moves the unit and changes nothing else.
    """

    __slots__ = ("_lines", "damage", "open", "start", "text", "tree")

    def __init__(
        self, text: str, start: int, tree: tuple[ast.stmt, ...], damage: tuple[Damage, ...], is_open: bool
    ):
        self.text = text
        self.start = start
        self.tree = tree
        self.damage = damage
        self.open = is_open  # a bracket or string is never closed: what follows may yet change this unit
        self._lines: list[str] | None = None

    def __repr__(self) -> str:
        return f"Unit({self.start}, {self.text[:40]!r})"

    @property
    def key(self) -> str:
        """What the unit is: equal keys have equal trees."""
        return self.text

    @property
    def lines(self) -> list[str]:
        """The unit's lines without their ends."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def column(self, lineno: int, col: int) -> int:
        """Return the 0-based character column for an ast position: a 1-based line and a UTF-8 byte column."""
        lines = self.lines
        line = lines[lineno - 1] if lineno <= len(lines) else ""
        if not line.isascii():
            return len(line.encode("utf-8", "surrogatepass")[:col].decode("utf-8", "ignore"))
        return min(col, len(line))


class Document:
    """A text and its units: `parse` makes one, `updated` the next one, reusing what did not change."""

    __slots__ = ("_bom", "_plain", "_starts", "text", "units")

    def __init__(self, text: str, plain: str, units: tuple[Unit, ...]):
        self.text = text
        self._bom = text.startswith("\ufeff")
        self._plain = plain
        self.units = units
        line, starts = 0, []
        for unit in units:
            unit.start = line
            starts.append(line)
            line += unit.text.count("\n")
        self._starts = starts

    @staticmethod
    def parse(text: str) -> Document:
        """Return the document of a text; never raises."""
        plain = _plain(text)
        return Document(text, plain, tuple(_units(plain, 0, {})))

    def updated(self, text: str) -> Document:
        """Return the document of the new text; units that the change does not touch are the same objects."""
        old, new = self._plain, _plain(text)
        if old == new:
            return Document(text, new, self.units)
        head = _common_prefix(old, new)
        tail = _common_suffix(old, new, head)
        ends = list(accumulate(len(unit.text) for unit in self.units))
        first = self._first_touched(ends, head)
        begin = ends[first - 1] if first else 0
        shift = len(new) - len(old)
        kept = {
            end + shift: index
            for index, end in enumerate([0, *ends])
            if end >= len(old) - tail and end >= begin
        }
        made: list[Unit] = []
        reusable = {unit.text: unit for unit in self.units[first:] if unit.open is False}
        stop = len(self.units)
        offset = begin
        for unit in _units(new, begin, reusable):
            if offset in kept and offset > begin:
                stop = kept[offset]
                break
            made.append(unit)
            offset += len(unit.text)
        return Document(text, new, (*self.units[:first], *made, *self.units[stop:]))

    def _first_touched(self, ends: list[int], head: int) -> int:
        # The unit before the change is parsed again too: an `else:` or a decorator may have joined it.
        first = max(0, bisect_right(ends, max(0, head - 1)) - 1)
        return next((index for index, unit in enumerate(self.units[:first]) if unit.open), first)

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What does not parse, in order of position."""
        return tuple(
            SyntaxProblem(
                self.span(unit, damage.line, damage.col, damage.end_line, damage.end_col), damage.message
            )
            for unit in self.units
            for damage in unit.damage
        )

    def span(self, unit: Unit, lineno: int, col: int, end_lineno: int, end_col: int) -> Range:
        """Return the document's range for ast positions of a unit."""
        return Range(self._position(unit, lineno, col), self._position(unit, end_lineno, end_col))

    def range(
        self, unit: Unit, node: ast.expr | ast.stmt | ast.arg | ast.keyword | ast.excepthandler
    ) -> Range:
        """Return the document's range of a node of the unit's tree."""
        end_line = node.lineno if node.end_lineno is None else node.end_lineno
        end_col = node.col_offset if node.end_col_offset is None else node.end_col_offset
        return self.span(unit, node.lineno, node.col_offset, end_line, end_col)

    def segment(
        self, unit: Unit, node: ast.expr | ast.stmt | ast.arg | ast.keyword | ast.excepthandler
    ) -> str:
        """Return the source text of a node of the unit's tree."""
        end_line = node.lineno if node.end_lineno is None else node.end_lineno
        end_col = node.col_offset if node.end_col_offset is None else node.end_col_offset
        lines = unit.lines[node.lineno - 1 : end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: unit.column(end_line, end_col)]
        lines[0] = lines[0][unit.column(node.lineno, node.col_offset) :]
        return "\n".join(lines)

    def unit_at(self, line: int) -> Unit | None:
        """Return the unit that holds a 0-based line of the document, or None in an empty document."""
        index = bisect_right(self._starts, line) - 1
        return self.units[index] if index >= 0 else None

    def _position(self, unit: Unit, lineno: int, col: int) -> Position:
        line = unit.start + lineno
        return Position(line, unit.column(lineno, col) + (2 if self._bom and line == 1 else 1))


def _plain(text: str) -> str:
    if text.startswith("\ufeff"):
        text = text[1:]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _units(text: str, offset: int, reusable: dict[str, Unit]) -> Iterator[Unit]:
    while offset < len(text):
        unit = _unit(text, offset, reusable)
        yield unit
        offset += len(unit.text)


def _unit(text: str, offset: int, reusable: dict[str, Unit]) -> Unit:
    end = next_start(text, offset)
    chunk = text[offset:end]
    known = reusable.pop(chunk, None)
    if known is not None:
        return known
    tree, damage = parse(chunk)
    if not damage:
        return Unit(chunk, 0, tree, (), False)
    whole = closing(text, offset, end)
    if whole > end:
        longer = text[offset:whole]
        longer_tree, longer_damage = parse(longer)
        if not longer_damage:
            return Unit(longer, 0, longer_tree, (), False)
    return Unit(chunk, 0, tree, damage, whole != end)


def _common_prefix(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(old: str, new: str, prefix: int) -> int:
    low, high = 0, min(len(old), len(new)) - prefix
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low

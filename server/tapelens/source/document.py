"""A document as top-level units that are parsed alone, so that an edit costs what it touched."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tapelens.findings import Position, Range
from tapelens.source.recovery import Damage
from tapelens.source.renaming import Renaming
from tapelens.source.reuse import Walk
from tapelens.source.units import Known, split
from tapelens.source.units import Unit as Unit


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A place where the text is not Python, in the positions of the document."""

    range: Range
    message: str


class Document:
    """A text and its units: `parse` makes one, `updated` the next one, reusing what did not change."""

    __slots__ = ("_bom", "_ends", "_opened", "_plain", "_starts", "renaming", "text", "units")

    def __init__(self, text: str, plain: str, units: tuple[Unit, ...], starts: list[int], ends: list[int]):
        self.text = text
        self._bom = text.startswith("\ufeff")
        self._plain = plain
        self.units = units
        self._starts = starts  # the first line of each unit
        self._ends = ends  # the offset behind each unit
        self._opened = 0
        self.renaming: Renaming | None = None  # of a unit, since the last version

    @staticmethod
    def parse(text: str) -> Document:
        """Return the document of a text; never raises."""
        plain = _plain(text)
        units = tuple(split(plain, 0, Known()))
        made = Document(text, plain, units, _placed(units, 0), _ends(units, 0))
        made._opened = sum(unit.open for unit in units)
        return made

    def updated(self, text: str) -> Document:
        """Return the document of the new text; units that the change does not touch are the same objects.

        They move with it: the older document's positions are no longer to be asked for.
        """
        if text == self.text:
            return self
        old, new = self._plain, _plain(text)
        head = _common_prefix(old, new)
        tail = len(old) - _common_suffix(old, new, head)
        first = self._first_touched(head)
        shift = len(new) - len(old)
        walk = Walk(self.units, self._ends, first, tail, shift, self._opened)
        made = walk.made(new)
        units = (*self.units[:first], *made, *self.units[walk.stop :])
        starts = [*self._starts[:first], *_placed(made, self._starts[first] if first else 0)]
        starts += self._moved(walk.stop, starts[-1] + made[-1].height if made else 0)
        ends = [*self._ends[:first], *_ends(made, self._ends[first - 1] if first else 0)]
        ends += [end + shift for end in self._ends[walk.stop :]]
        after = Document(text, new, units, starts, ends)
        after.renaming = walk.renaming
        if self._opened or any(unit.open for unit in made):
            after._opened = sum(unit.open for unit in units)
        return after

    def _moved(self, stop: int, line: int) -> list[int]:
        """Move the units from `stop` on to the line; return the line of each."""
        rest = self._starts[stop:]
        if not rest:
            return rest
        if line == rest[0] and self.units[-1].start == rest[-1]:
            return rest
        return _placed(self.units[stop:], line)

    def _first_touched(self, head: int) -> int:
        # The unit before the change is parsed again too: an `else:` or a decorator may have joined it.
        first = max(0, bisect_right(self._ends, max(0, head - 1)) - 1)
        if not self._opened:
            return first
        return next((index for index, unit in enumerate(self.units[:first]) if unit.open), first)

    def take_back(self, renaming: Renaming) -> None:
        """Have the older unit stand where the new one stands: it has become the same text."""
        renaming.take()
        renaming.old.start = renaming.new.start
        self.units = tuple(renaming.old if unit is renaming.new else unit for unit in self.units)

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What does not parse, in order of position."""
        damaged = [unit for unit in self.units if unit.damage]
        return tuple(self._problem(unit, damage) for unit in damaged for damage in unit.damage)

    @property
    def addressed(self) -> bool:
        """Whether there may be a comment for this tool."""
        return True in [unit.addressed for unit in self.units]

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

    @property
    def height(self) -> int:
        """The number of lines."""
        return self._plain.count("\n") + 1

    def line(self, number: int) -> str:
        """Return a line of the document (1-based) without its end, as the columns of ranges count it."""
        index = self.index_at(number - 1)
        if index < 0:
            return ""
        unit = self.units[index]
        text = unit.lines[number - 1 - unit.start] if number - 1 - unit.start < len(unit.lines) else ""
        return f"\ufeff{text}" if self._bom and number == 1 else text

    def index_at(self, line: int) -> int:
        """Return the index of the unit that holds a 0-based line; -1 in an empty document."""
        return bisect_right(self._starts, line) - 1

    def unit_at(self, line: int) -> Unit | None:
        """Return the unit that holds a 0-based line of the document, or None in an empty document."""
        index = self.index_at(line)
        return self.units[index] if index >= 0 else None

    def _position(self, unit: Unit, lineno: int, col: int) -> Position:
        return self._place(unit, lineno, unit.column(lineno, col))

    def _place(self, unit: Unit, lineno: int, column: int) -> Position:
        line = unit.start + lineno
        return Position(line, column + (2 if self._bom and line == 1 else 1))

    def _problem(self, unit: Unit, damage: Damage) -> SyntaxProblem:
        places = ((damage.line, damage.col), (damage.end_line, damage.end_col))
        start, end = (self._clipped(unit, line, col) for line, col in places)
        return SyntaxProblem(Range(start, end), damage.message)

    def _clipped(self, unit: Unit, line: int, col: int) -> Position:
        line = min(line, len(unit.lines))
        return self._place(unit, line, min(col, len(unit.lines[line - 1])))


def _placed(units: Sequence[Unit], line: int) -> list[int]:
    """Put the units one below the other from the line on; return the line of each."""
    starts = []
    for unit in units:
        unit.start = line
        starts.append(line)
        line += unit.height
    return starts


def _ends(units: Sequence[Unit], offset: int) -> list[int]:
    return list(accumulate((len(unit.text) for unit in units), initial=offset))[1:]


def _plain(text: str) -> str:
    if text.startswith("\ufeff"):
        text = text[1:]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


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

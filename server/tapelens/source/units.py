"""Units: top-level statements that are parsed alone, and the walk that cuts a text into them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from tapelens.source.recovery import Damage, parse, recover
from tapelens.source.split import closing, is_stray, next_start

MARK = "tapelens:"  # stands in a comment that is for this tool
# So many brackets and strings that are never closed are looked after; behind them a text is cut at column 0.
OPEN_LIMIT = 40
# Blanks and comments to the end.
_NO_CODE = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*[ \t\f]*(?:#[^\n]*)?")


class Unit:
    """One top-level statement with its decorators and the comments behind it.

    `text` has `\\n` line ends; `tree` counts lines from the unit's own first. `start` is the unit's first
    line in the newest document that holds it, from 0: an edit above moves the unit and changes nothing else.
    """

    __slots__ = ("_lines", "addressed", "damage", "height", "open", "start", "text", "tree")

    def __init__(
        self, text: str, start: int, tree: tuple[ast.stmt, ...], damage: tuple[Damage, ...], is_open: bool
    ):
        self.text = text
        self.start = start
        self.height = text.count("\n")
        self.tree = tree
        self.damage = damage
        self.open = is_open  # a bracket or string is never closed: what follows may yet change this unit
        self._lines: list[str] | None = None
        self.addressed = MARK in text  # there may be a comment for this tool

    def __repr__(self) -> str:
        return f"Unit({self.start}, {self.text[:40]!r})"

    def twin(self) -> Unit:
        """Return another unit of the same text."""
        return Unit(self.text, self.start, self.tree, self.damage, self.open)

    def takes(self, text: str) -> bool:
        """Return whether the text is the unit's but for comments and blank lines behind it; if so, it is now."""
        code = self.code
        if self.damage or self.open or not text.startswith(code) or not _NO_CODE.fullmatch(text, len(code)):
            return False
        self.text, self.height = text, text.count("\n")
        self._lines, self.addressed = None, MARK in text
        return True

    @property
    def code(self) -> str:
        """The text up to the end of its last statement."""
        if not self.tree:
            return ""
        last = self.tree[-1]
        line = last.end_lineno or last.lineno
        ending = self.lines[line - 1][: self.column(line, last.end_col_offset or 0)]
        return "\n".join([*self.lines[: line - 1], ending])

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


def _nothing_known(chunk: str, offset: int) -> Unit | None:
    return None


def split(
    text: str, offset: int, known: Callable[[str, int], Unit | None] = _nothing_known
) -> Iterator[Unit]:
    """Yield the units of the text from `offset` on, where a unit starts.

    `known` is asked for a unit with the given text at the given offset before anything is parsed.
    """
    opened = 0
    while offset < len(text):
        end = next_start(text, offset)
        unit = known(text[offset:end], offset) or _parsed(text, offset, end, opened < OPEN_LIMIT)
        while is_stray(text, offset + len(unit.text)) and _is_block(unit):
            unit = _joined(text, offset, offset + len(unit.text), opened < OPEN_LIMIT)
        opened += unit.open
        yield unit
        offset += len(unit.text)


def _is_block(unit: Unit) -> bool:
    return bool(unit.tree) and hasattr(unit.tree[-1], "body")


def _joined(text: str, offset: int, end: int, follow: bool) -> Unit:
    """Return the unit of a block that a half-typed line at column 0 has cut in two."""
    end = next_start(text, end)
    chunk = text[offset:end]
    tree, damage = parse(chunk)
    if damage:
        tree, damage = recover(chunk, damage[0])
    return Unit(chunk, 0, tree, damage, follow and closing(text, offset, end) != end)


def _parsed(text: str, offset: int, end: int, follow: bool) -> Unit:
    chunk = text[offset:end]
    tree, damage = parse(chunk)
    if not damage:
        return Unit(chunk, 0, tree, (), False)
    whole = closing(text, offset, end) if follow else -1
    if whole > end:
        longer = text[offset:whole]
        longer_tree, longer_damage = parse(longer)
        if not longer_damage:
            return Unit(longer, 0, longer_tree, (), False)
    tree, damage = recover(chunk, damage[0])
    return Unit(chunk, 0, tree, damage, whole != end)

"""Units: top-level statements that are parsed alone, and the walk that cuts a text into them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tapelens.source.names import is_name, without_names
from tapelens.source.recovery import Damage, Mended, parse, recover
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
    `edition` grows when its text becomes another one that says the same.
    """

    __slots__ = (
        "_lines",
        "addressed",
        "damage",
        "edition",
        "height",
        "mended",
        "open",
        "start",
        "text",
        "tree",
    )

    def __init__(
        self, text: str, start: int, tree: tuple[ast.stmt, ...], damage: tuple[Damage, ...], is_open: bool
    ):
        self.text = text
        self.start = start
        self.height = text.count("\n")
        self.tree = tree
        self.damage = damage
        self.open = is_open  # a bracket or string is never closed: what follows may yet change this unit
        self.mended = ""  # where there is damage, the text that was parsed instead
        self.edition = 0
        self._lines: list[str] | None = None
        self.addressed = MARK in text  # there may be a comment for this tool

    def __repr__(self) -> str:
        return f"Unit({self.start}, {self.text[:40]!r})"

    def twin(self) -> Unit:
        """Return another unit of the same text."""
        made = Unit(self.text, self.start, self.tree, self.damage, self.open)
        made.mended = self.mended
        return made

    def become(self, text: str) -> None:
        """Take a text that says the same, and has the same tree: all that was found out still holds."""
        self.text, self.height = text, text.count("\n")
        self._lines, self.addressed = None, MARK in text
        self.edition += 1

    def takes(self, text: str) -> bool:
        """Return whether the text is the unit's but for comments and blank lines behind it; if so, it is now."""
        code = self.code
        if self.damage or self.open or not text.startswith(code) or not _NO_CODE.fullmatch(text, len(code)):
            return False
        self.become(text)
        return True

    @property
    def is_silent(self) -> bool:
        """Whether the unit does nothing: it holds no statement but names."""
        return not self.damage and all(map(is_name, self.tree))

    @property
    def placed(self) -> tuple[int, int]:
        """What changes when anything of the unit may stand elsewhere, or read differently."""
        return self.start, self.edition

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


class Known:
    """What is known of earlier texts: nothing."""

    def whole(self, chunk: str, offset: int) -> Unit | None:
        """Return a unit with the given text at the given offset."""
        return None

    def broken(self, chunk: str, damage: Damage) -> Unit:
        """Return the unit of a text that does not parse."""
        mended = recover(chunk, damage)
        return made_of(chunk, mended)


def made_of(chunk: str, mended: Mended) -> Unit:
    """Return the unit of a text that was mended."""
    unit = Unit(chunk, 0, without_names(mended.tree), mended.damage, False)
    unit.mended = mended.text
    return unit


def split(text: str, offset: int, known: Known) -> Iterator[Unit]:
    """Yield the units of the text from `offset` on, where a unit starts.

    `known` is asked for a unit before anything is parsed.
    """
    opened = 0
    while offset < len(text):
        end = next_start(text, offset)
        unit = known.whole(text[offset:end], offset) or _parsed(text, offset, end, opened < OPEN_LIMIT, known)
        while is_stray(text, offset + len(unit.text)) and _is_block(unit):
            unit = _joined(text, offset, offset + len(unit.text), opened < OPEN_LIMIT, known)
        opened += unit.open
        yield unit
        offset += len(unit.text)


def _is_block(unit: Unit) -> bool:
    return bool(unit.tree) and hasattr(unit.tree[-1], "body")


def _joined(text: str, offset: int, end: int, follow: bool, known: Known) -> Unit:
    """Return the unit of a block that a half-typed line at column 0 has cut in two."""
    end = next_start(text, end)
    chunk = text[offset:end]
    tree, damage = parse(chunk)
    unit = known.broken(chunk, damage[0]) if damage else Unit(chunk, 0, without_names(tree), (), False)
    unit.open = follow and closing(text, offset, end) != end
    return unit


def _parsed(text: str, offset: int, end: int, follow: bool, known: Known) -> Unit:
    chunk = text[offset:end]
    tree, damage = parse(chunk)
    if not damage:
        return Unit(chunk, 0, without_names(tree), (), False)
    whole = closing(text, offset, end) if follow else -1
    if whole > end:
        longer = text[offset:whole]
        longer_tree, longer_damage = parse(longer)
        if not longer_damage:
            return Unit(longer, 0, without_names(longer_tree), (), False)
    unit = known.broken(chunk, damage[0])
    unit.open = whole != end
    return unit

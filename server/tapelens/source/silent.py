"""What says nothing in a program: blank lines, comments, and a name alone on a line, which is yet to become more.

Such lines come, go and change while a user types; what was parsed, and all that was found out, stays as it was.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from typing import Any

from tapelens.source.names import BLOCKS, is_name
from tapelens.source.units import Unit

_SILENT = re.compile(r"(?P<margin>[ \t]*)(?P<name>[^\W\d]\w*)?[ \t]*(?:#.*)?")
_UP, _DOWN = -1, 1


def silently(unit: Unit, text: str) -> bool:
    """Let a unit be a text that differs from its own by lines that say nothing; return whether that is so."""
    if unit.damage or unit.open or len(unit.tree) != 1:
        return False
    old, new = unit.lines, text.split("\n")
    first, last = _same(old, new)
    gone, came = old[first : len(old) - last], new[first : len(new) - last]
    names = [line for line in came if _name(line)]
    if len(names) > 1 or not all(map(_says_nothing, (*gone, *came))):
        return False
    gap = _Gap(unit, first + 1, len(old) - last)
    if not (gap.takes_name(_margin(names[0])) if names else gap.between):
        return False
    _move(unit.tree, len(old) - last, len(new) - len(old))
    unit.become(text)
    return True


def _says_nothing(line: str) -> bool:
    found = _SILENT.fullmatch(line)
    return found is not None and not keyword.iskeyword(found["name"] or "")


def _name(line: str) -> str:
    found = _SILENT.fullmatch(line)
    return (found["name"] or "") if found is not None else ""


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _same(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return how many lines are the same at the start, and how many at the end."""
    limit = min(len(old), len(new))
    first = 0
    while first < limit and old[first] == new[first]:
        first += 1
    last = 0
    while last < limit - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return first, last


class _Gap:
    """Lines of a unit, from `top` to `bottom`, or where some may come in: then `bottom` is the line above."""

    def __init__(self, unit: Unit, top: int, bottom: int) -> None:
        self._lines = unit.lines
        self._top, self._bottom = top, bottom
        self._above = self._code(top - 1, _UP)
        self._below = self._code(bottom + 1, _DOWN)
        inside = _inside(unit.tree[0], top, bottom)
        statements: list[Any] = list(_statements(inside)) if inside is not None else list(unit.tree)
        self._before = max((s for s in statements if s.end_lineno < top), key=_end, default=None)
        self._after = min((s for s in statements if _start(s) > bottom), key=_start, default=None)

    @property
    def _behind(self) -> bool:
        """Whether the line of code above is the end of a statement."""
        return self._before is not None and self._before.end_lineno == self._above

    @property
    def _ahead(self) -> bool:
        """Whether the line of code above ends the header of a block, and the one below begins its first statement."""
        header = self._lines[self._above - 1].rstrip().endswith(":") if self._above else False
        return header and self._after is not None and _start(self._after) == self._below

    @property
    def _has_names(self) -> bool:
        """Whether names stand there already, beside the lines themselves: they may be of another block."""
        around = (*self._lines[self._above : self._top - 1], *self._lines[self._bottom : self._below - 1])
        return any(map(_name, around))

    @property
    def between(self) -> bool:
        """Whether a blank line or a comment says nothing there."""
        goes_on = self._above > 0 and self._lines[self._above - 1].rstrip().endswith("\\")
        return not goes_on and (self._behind or self._ahead)

    def takes_name(self, margin: str) -> bool:
        """Return whether a name with so much in front of it is a statement of its own beside others there."""
        if not (margin and self.between) or self._has_names or ";" in self._lines[self._above - 1]:
            return False
        if not self._behind:
            return self._is_beside(self._after, margin)
        before = self._before
        while before is not None:
            if self._is_beside(before, margin):
                return True
            before = max(_statements(before), key=_end, default=None)
        return False

    def _is_beside(self, statement: Any, margin: str) -> bool:
        line = self._lines[_start(statement) - 1]
        plain = isinstance(statement, ast.stmt) and not is_name(statement)
        return plain and _margin(line) == margin and statement.col_offset == len(margin)

    def _code(self, line: int, step: int) -> int:
        """Return the number of the next line that says something, 0 where there is none."""
        while 1 <= line <= len(self._lines):
            if not _says_nothing(self._lines[line - 1]):
                return line
            line += step
        return 0


def _inside(root: Any, top: int, bottom: int) -> Any:
    """Return the innermost node whose lines hold the gap, None where the root's do not."""
    found, node = None, root
    while node is not None and node.end_lineno >= top and _start(node) <= bottom:
        found = node
        node = next((s for s in _statements(node) if s.end_lineno >= top and _start(s) <= bottom), None)
    return found


def _statements(node: Any) -> Iterator[Any]:
    """Yield what stands in a node's blocks, clauses that have no place of their own left out."""
    for block in BLOCKS:
        held = getattr(node, block, None)
        if held.__class__ is list:
            yield from held


def _start(statement: Any) -> int:
    decorators = getattr(statement, "decorator_list", None)
    line: int = decorators[0].lineno if decorators else statement.lineno
    return line


def _end(statement: Any) -> int:
    line: int = statement.end_lineno
    return line


def _move(tree: tuple[ast.stmt, ...], line: int, shift: int) -> None:
    """Move all that stands behind a line."""
    todo: list[Any] = list(tree) if shift else []
    while todo:
        node = todo.pop()
        known = node.__dict__
        end = known.get("end_lineno")
        if end is not None:
            if end <= line:
                continue
            known["end_lineno"] = end + shift
            if known["lineno"] > line:
                known["lineno"] += shift
        for field in node._fields:
            value = known.get(field)
            if value.__class__ is list:
                todo += [inner for inner in value if isinstance(inner, ast.AST)]
            elif isinstance(value, ast.AST):
                todo.append(value)

"""Places of the graph as ranges of files and texts of the user's."""

from __future__ import annotations

import ast
from typing import Any

from tapelens.findings import Location, Position, Range
from tapelens.machine.frames import ModuleRef, UnitRef
from tapelens.source.one_line import one_line


class Places:
    """Resolves places for one analysed module; places in other modules carry their path."""

    def __init__(self, main: ModuleRef) -> None:
        self.main = main
        self.touched: dict[
            UnitRef, tuple[int, int]
        ] = {}  # the units asked for since somebody emptied it, and what they were

    def location(self, place: Any) -> Location:
        """Return where a place is."""
        unit, node = place
        return self.at(unit, node)

    def at(self, unit: UnitRef, node: ast.AST) -> Location:
        """Return where a syntax node of a unit is."""
        path = None if unit.module is self.main else unit.module.path
        return Location(self.range(unit, node), path)

    def range(self, unit: UnitRef, node: Any) -> Range:
        """Return the range of a syntax node; the first line of a compound statement stands for it."""
        self.touched[unit] = unit.unit.placed
        if getattr(node, "lineno", None) is None:
            start = Position(unit.unit.start + 1, 1)
            return Range(start, start)
        found = unit.module.document.range(unit.unit, node)
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(node, ast.stmt):
            return Range(
                found.start, Position(found.start.line, found.start.column + len(self.head(unit, node)))
            )
        return found

    def head(self, unit: UnitRef, node: Any) -> str:
        """Return the first line of a compound statement."""
        text: str = unit.module.document.segment(unit.unit, node)
        return text.split("\n", 1)[0]

    def text(self, place: Any) -> str:
        """Return the user's own text of a place, on one line."""
        unit, node = place
        return self.segment(unit, node)

    def segment(self, unit: UnitRef, node: Any) -> str:
        """Return the text of a syntax node, on one line."""
        if getattr(node, "lineno", None) is None:
            return ""
        if isinstance(getattr(node, "body", None), list):
            return self.head(unit, node)
        return one_line(unit.module.document.segment(unit.unit, node))

    def bound_name(self, place: Any) -> str:
        """Return the name that an assignment gives to the value of an expression, "" where there is none."""
        unit, node = place
        for statement in unit.unit.tree:
            for inner in ast.walk(statement):
                if isinstance(inner, (ast.Assign, ast.AnnAssign)) and inner.value is node:
                    target = inner.targets[0] if isinstance(inner, ast.Assign) else inner.target
                    return ast.unparse(target) if isinstance(target, (ast.Name, ast.Attribute)) else ""
        return ""

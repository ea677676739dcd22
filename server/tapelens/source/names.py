"""Statements that are nothing but a name: such a one does nothing, and stands there while it is yet to become more."""

from __future__ import annotations

import ast
from typing import Any

BLOCKS = ("body", "handlers", "orelse", "finalbody")  # of statements that have a place, as they stand


def is_name(statement: ast.stmt) -> bool:
    """Return whether a statement is nothing but a name."""
    return statement.__class__ is ast.Expr and statement.value.__class__ is ast.Name


def without_names(tree: tuple[ast.stmt, ...]) -> tuple[ast.stmt, ...]:
    """Take them out of all blocks that hold other statements; return the tree."""
    for statement in tree:
        if hasattr(statement, "body") or statement.__class__ is ast.Match:
            _quieten(statement)
    return tree


def _quieten(parent: Any) -> bool:
    """Return whether the parent ends earlier now: where what is left in it ends."""
    last, shorter = parent, False
    for block in (*BLOCKS, "cases"):
        held = getattr(parent, block, None)
        if held.__class__ is not list or not held:
            continue
        names, last, shorter = 0, held[-1], False
        for inner in held:
            if hasattr(inner, "body") or inner.__class__ is ast.Match:
                shorter = _quieten(inner)
            else:
                shorter = False
                names += is_name(inner)
        if 0 < names < len(held):
            shorter |= is_name(last)
            held[:] = [inner for inner in held if not is_name(inner)]
            last = held[-1]
    if shorter and hasattr(parent, "end_lineno") and hasattr(last, "end_lineno"):
        parent.end_lineno, parent.end_col_offset = last.end_lineno, last.end_col_offset
    return shorter

"""Which names a piece of code mentions: one walk over it, kept on it and on each statement inside."""

from __future__ import annotations

import ast
from typing import Any

from tapelens.source.kept import kept

YIELD = "yield"  # stands among the names for a `yield` anywhere inside; no name can be spelled so


# What holds no names, and stands in a tree more often than all else.
_BARE = frozenset(
    (type(None), str, int, ast.Constant, *ast.expr_context.__subclasses__(), *ast.operator.__subclasses__())
)


def _mentioned(node: ast.AST) -> frozenset[str]:
    found: set[str] = set()
    todo: list[Any] = [node]
    while todo:
        inner = todo.pop()
        kind = inner.__class__
        if kind in _BARE:
            continue
        if kind is ast.Name:
            found.add(inner.id)
        elif kind is ast.Attribute:
            found.add(inner.attr)
            todo.append(inner.value)
        else:
            if kind is ast.Yield or kind is ast.YieldFrom:
                found.add(YIELD)
            values = inner.__dict__
            for field in inner._fields:
                value = values.get(field)
                if value.__class__ is list:
                    if value and isinstance(value[0], ast.stmt):
                        found.update(*map(_names, value))
                    else:
                        todo += value
                elif value.__class__ not in _BARE:
                    todo.append(value)
    return frozenset(found)


_names = kept("names", _mentioned)


def used_names(node: ast.AST) -> frozenset[str]:
    """Return all names and attributes in the code, and YIELD where it yields."""
    return _names(node)

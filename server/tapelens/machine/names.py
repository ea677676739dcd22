"""Which names a piece of code mentions: one walk over it, kept on it."""

from __future__ import annotations

import ast

from tapelens.machine.kept import kept

YIELD = "yield"  # stands among the names for a `yield` anywhere inside; no name can be spelled so


def _mentioned(node: ast.AST) -> frozenset[str]:
    found: set[str] = set()
    todo = [node]
    while todo:
        inner = todo.pop()
        kind = inner.__class__
        if kind is ast.Attribute:
            found.add(inner.attr)  # type: ignore[attr-defined]  # the line above says what it is
        elif kind is ast.Name:
            found.add(inner.id)  # type: ignore[attr-defined]
            continue
        elif kind is ast.Constant:
            continue
        elif kind is ast.Yield or kind is ast.YieldFrom:
            found.add(YIELD)
        for field in inner._fields:
            value = inner.__dict__.get(field)
            if value.__class__ is list:
                todo += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                todo.append(value)
    return frozenset(found)


_names = kept("names", _mentioned)


def used_names(node: ast.AST) -> frozenset[str]:
    """Return all names and attributes in the code, and YIELD where it yields."""
    return _names(node)

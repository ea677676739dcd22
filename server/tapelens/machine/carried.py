"""Does a loop's body carry anything from one turn into the next?"""

from __future__ import annotations

import ast

from tapelens.source.kept import kept


def _carries(node: ast.For | ast.AsyncFor | ast.While) -> bool:
    bound: set[str] = set()
    for statement in node.body:
        for inner in ast.walk(statement):
            if isinstance(inner, (ast.Call, ast.With, ast.AsyncWith)):
                return True
            if isinstance(inner, (ast.Attribute, ast.Subscript)) and not isinstance(inner.ctx, ast.Load):
                return True
            if isinstance(inner, ast.AugAssign):
                return True
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                bound.add(inner.id)
    if isinstance(node, ast.While):
        return True
    return any(
        isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and inner.id in bound
        for statement in node.body
        for inner in ast.walk(statement)
    )


_answer = kept("carries", _carries)


def carries(node: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Return whether a second turn can differ from the first: a name read before it is bound, or any object changed.

    Judged by the body's syntax, once per loop; calls and attribute or element stores may always carry.
    """
    return _answer(node)

"""What a statement reads, binds and does that others can see: whether two may change places."""

from __future__ import annotations

import ast

from tapelens.fixes.site import called, names

# Calls whose order among others can be seen.
SEEN = frozenset(
    "print input open write read random normal uniform shuffle choice seed sample randn rand next append extend "
    "insert pop remove update add assign assign_add assign_sub update_state reset_state apply_gradients minimize "
    "truncated_normal categorical gamma poisson dropout log info debug warning".split()
)


def reads(statement: ast.AST) -> set[str]:
    """Return the names that a statement reads."""
    return names(ast.walk(statement), ast.Load)


def binds(statement: ast.AST) -> set[str]:
    """Return the names that a statement binds."""
    bound = names(ast.walk(statement), ast.Store) | names(ast.walk(statement), ast.Del)
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
    return bound


def is_seen(statement: ast.AST) -> bool:
    """Return whether a statement does something whose order among others can be seen."""
    return any(isinstance(n, ast.Call) and called(n) in SEEN for n in ast.walk(statement))


def calls(statement: ast.AST) -> bool:
    """Return whether a statement calls anything."""
    return any(isinstance(n, ast.Call) for n in ast.walk(statement))

"""Methods that are there for subclasses to override: what they do is not known."""

from __future__ import annotations

import ast

from tapelens.machine.values import Class, Function
from tapelens.source.kept import kept


def is_placeholder(function: Function) -> bool:
    """Return whether a method does nothing, or gives a constant in a class that nobody makes objects of."""
    if "abstract" in function.marks:
        return True
    cls = function.cls
    if cls is None:
        return False
    return _has_nothing(function.node) or (_is_abstract(cls) and _gives_constant(function.node))


def _is_abstract(cls: Class) -> bool:
    """Return whether the class says of itself that it is for subclasses."""
    return "abc.ABC" in cls.library or any(k.arg == "metaclass" for k in cls.node.keywords)


def _statements(node: ast.AST) -> list[ast.stmt]:
    """Return what a function does, its docstring and `pass` left out."""
    body = node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else [ast.Return()]
    return [s for s in body if not isinstance(s, ast.Pass) and not _is_text(s)]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_constant(node: ast.AST) -> bool:
    done = _statements(node)
    value = done[0].value if len(done) == 1 and isinstance(done[0], ast.Return) else None
    return isinstance(value, ast.Constant)


def _is_empty(node: ast.AST) -> bool:
    return not _statements(node)


_has_nothing = kept("nothing", _is_empty)
_gives_constant = kept("constant", _is_constant)

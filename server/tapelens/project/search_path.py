"""The folders that a file adds to Python's search path, as far as its own text says which."""

# ruff: noqa: PTH118, PTH120
# Strings and os.path, as the user's code has them.

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = "sys.path"
_SAME = frozenset(
    "abspath realpath normpath expanduser resolve absolute as_posix fspath str Path PurePath".split()
)
_NAMES = {"os.pardir": "..", "os.path.pardir": "..", "os.curdir": ".", "os.path.curdir": "."}


@dataclass(frozen=True, slots=True)
class Added:
    """The added folders: those that come before the script's own, and those that come last."""

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


NOTHING = Added()


def added(body: Iterable[ast.stmt], file: str) -> Added:
    """Return what the top-level statements of a file add; a relative folder counts from the file's own."""
    names: dict[str, str] = {"__file__": file}
    first: list[str] = []
    last: list[str] = []
    for statement in _statements(body):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = _path(statement.value, names)
            if value is not None:
                names[statement.targets[0].id] = value
            continue
        place, nodes = _adds(statement)
        folders = [os.path.join(os.path.dirname(file), value) for n in nodes if (value := _path(n, names))]
        (first if place == 0 else last).extend(os.path.normpath(folder) for folder in folders)
    return Added(tuple(reversed(first)), tuple(last)) if first or last else NOTHING


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the file is run, in order."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            yield from _statements(statement.body)


def _adds(statement: ast.stmt) -> tuple[int, list[ast.expr]]:
    """Return at which place a statement adds to the search path, and what."""
    if isinstance(statement, ast.AugAssign) and ast.unparse(statement.target) == MARK:
        return -1, _items(statement.value)
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return -1, []
    if ast.unparse(call.func.value) != MARK or not call.args:
        return -1, []
    if call.func.attr == "insert" and len(call.args) == 2:
        return int(ast.unparse(call.args[0]) != "0"), [call.args[1]]
    if call.func.attr == "extend":
        return -1, _items(call.args[0])
    return -1, [call.args[0]] if call.func.attr == "append" else []


def _items(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, (ast.List, ast.Tuple)) else []


def _path(node: ast.expr, names: dict[str, str]) -> str | None:
    """Return the path that an expression gives, None where that is not plain to see."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
        both = _path(node.left, names), _path(node.right, names)
        return _joined(both, "/" if isinstance(node.op, ast.Div) else "")
    if isinstance(node, ast.Attribute):
        inner = _path(node.value, names) if node.attr == "parent" else None
        return os.path.dirname(inner) if inner is not None else _NAMES.get(ast.unparse(node))
    if isinstance(node, ast.Subscript):
        return _ancestor(node, names)
    return _called(node, names) if isinstance(node, ast.Call) else None


def _joined(parts: Iterable[str | None], between: str) -> str | None:
    known = list(parts)
    return between.join(part for part in known if part is not None) if None not in known else None


def _ancestor(node: ast.Subscript, names: dict[str, str]) -> str | None:
    above = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if (
        not isinstance(node.value, ast.Attribute)
        or node.value.attr != "parents"
        or not isinstance(above, int)
    ):
        return None
    path = _path(node.value.value, names)
    for _ in range(above + 1):
        path = os.path.dirname(path) if path is not None else None
    return path


def _called(node: ast.Call, names: dict[str, str]) -> str | None:
    name = ast.unparse(node.func).rsplit(".", 1)[-1]
    method = isinstance(node.func, ast.Attribute) and not node.args
    given = [node.func.value] if method and isinstance(node.func, ast.Attribute) else node.args
    parts = [_path(argument, names) for argument in given]
    if not parts or None in parts:
        return None
    if name in _SAME:
        return parts[0]
    if name == "dirname":
        return os.path.dirname(parts[0] or "")
    return os.path.join(*(part or "" for part in parts)) if name == "join" else None

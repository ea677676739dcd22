"""What is worked out of a syntax node once, kept on the node itself: it goes when the tree goes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)
T = TypeVar("T")
_MARK = "_tapelens_"


def kept(name: str, work: Callable[[N], T]) -> Callable[[N], T]:
    """Return a function that gives what `work` gives for a node, and works once per node."""
    key = f"{_MARK}{name}"

    def answer(node: N) -> T:
        known: dict[str, Any] = node.__dict__
        if key not in known:
            known[key] = work(node)
        return known[key]  # type: ignore[no-any-return]

    return answer


def without_kept(node: ast.AST) -> dict[str, Any]:
    """Return the fields and the positions of a node, for a changed copy of it."""
    return {name: value for name, value in node.__dict__.items() if not name.startswith(_MARK)}


def forget_kept(node: ast.AST) -> None:
    """Have all of it worked out again: what is below the node changed."""
    for name in [name for name in node.__dict__ if name.startswith(_MARK)]:
        del node.__dict__[name]

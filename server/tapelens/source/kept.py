"""What is worked out of a syntax node once, kept on the node itself: it goes when the tree goes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)
T = TypeVar("T")


def kept(name: str, work: Callable[[N], T]) -> Callable[[N], T]:
    """Return a function that gives what `work` gives for a node, and works once per node."""
    key = f"_tapelens_{name}"

    def answer(node: N) -> T:
        known: dict[str, Any] = node.__dict__
        if key not in known:
            known[key] = work(node)
        return known[key]  # type: ignore[no-any-return]

    return answer

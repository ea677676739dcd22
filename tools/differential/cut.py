"""Cut a program down to a minimal one that still does the same."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator


def cut(text: str, still: Callable[[str], bool]) -> str:
    """Return a smaller program for which `still` holds, by removing and unwrapping statements."""
    changed = True
    while changed:
        changed, tried = False, 0
        shorter = list(_shorter(text))
        while tried < len(shorter):
            if still(shorter[tried]):
                text, changed = shorter[tried], True
                shorter = list(_shorter(text))  # what was tried before has little chance now: go on from here
            else:
                tried += 1
    return text


def _shorter(text: str) -> Iterator[str]:
    """Yield the programs with one statement less, the largest cuts first."""
    lines = text.splitlines()
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    spans = sorted({_span(node) for node in statements}, key=lambda span: (span[0] - span[1], -span[0]))
    for first, last in spans:
        yield from _parsing([*lines[: first - 1], *lines[last:]])
    for node in statements:
        body = getattr(node, "body", None)
        if body and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            first, last = body[0].lineno, body[-1].end_lineno
            inner = [line.removeprefix("    ") for line in lines[first - 1 : last]]
            yield from _parsing([*lines[: node.lineno - 1], *inner, *lines[node.end_lineno :]])


def _span(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)]), node.end_lineno or node.lineno


def _parsing(lines: list[str]) -> Iterator[str]:
    text = "\n".join(lines) + "\n"
    try:
        ast.parse(text)
    except SyntaxError:
        return
    yield text

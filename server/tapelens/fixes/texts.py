"""Numbers that are written as text and read back: used as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

READERS = frozenset({"float", "int", "eval", "literal_eval"})


@mends("left-tensorflow")
def not_written(site: Site) -> Iterator[Candidate]:
    """`float(f"{value:.2f}")` becomes `value`, also where the text has a name in between."""
    for cause in site.causes("left-tensorflow"):
        written = site.at(cause.location.range)
        value = _value(written) if written is not None else None
        if written is None or value is None:
            continue
        for read in _readers(site, written):
            reason = "the number keeps all its digits"
            yield Candidate(
                "Use the number itself", site.replaced(read, site.segment(value)), "unsafe", reason
            )


def _value(written: ast.expr) -> ast.expr | None:
    """Return the one name that a text shows."""
    shown: list[ast.expr] = []
    if isinstance(written, ast.JoinedStr):
        shown = [part.value for part in written.values if isinstance(part, ast.FormattedValue)]
    elif isinstance(written, ast.BinOp) and isinstance(written.op, ast.Mod):
        shown = [written.right]
    elif isinstance(written, ast.Call) and called(written) in ("format", "str", "repr"):
        shown = written.args
    one = shown[0] if len(shown) == 1 else None
    return one if isinstance(one, (ast.Name, ast.Attribute)) else None


def _readers(site: Site, written: ast.expr) -> Iterator[ast.Call]:
    """Yield the calls that read the text back."""
    parent, statement = site.parents[written], site.statement(written)
    if isinstance(parent, ast.Call) and called(parent) in READERS and parent.args == [written]:
        yield parent
    if isinstance(statement, ast.Assign) and statement.value is written:
        name = site.segment(statement.targets[0])
        for node in ast.walk(site.scope(statement)):
            reads = isinstance(node, ast.Call) and called(node) in READERS and len(node.args) == 1
            if isinstance(node, ast.Call) and reads and site.segment(node.args[0]) == name:
                yield node

"""A value that another function made before the tape started is made where it is read."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.effects import binds, reads
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, names

OUTSIDE = ("computed-outside-tape", "inner-gradient-outside")
AGAIN = "it is computed each time it is read"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@mends(*OUTSIDE)
def in_closure(site: Site) -> Iterator[Candidate]:
    """A value that only an inner function reads is computed there."""
    for statement in _made(site):
        target, outer = statement.targets[0], site.scope(statement)
        if not isinstance(target, ast.Name) or not isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        reads = [
            n for n in ast.walk(outer) if isinstance(n, ast.Name) and n.id == target.id and n is not target
        ]
        homes = {site.scope(n) for n in reads}
        inner = homes.pop() if len(homes) == 1 else None
        if isinstance(inner, ast.FunctionDef) and inner is not outer and site.alone(statement):
            text = site.segment(statement)
            first = inner.body[0]
            with_it = site.inserted(first.lineno - 1, f"{site.indent(first)}{text}").splitlines(keepends=True)
            if first.lineno > statement.lineno and len(text.splitlines()) == 1:
                del with_it[statement.lineno - 1]
                title = f"Compute `{target.id}` in `{inner.name}`"
                yield Candidate(
                    title, "".join(with_it), "unsafe", f"{AGAIN}: `{inner.name}` may be called more than once"
                )


@mends(*OUTSIDE, rank=2)
def instead_of_stored(site: Site) -> Iterator[Candidate]:
    """What is read out of an attribute or an element is computed there, from what both places know."""
    for statement in _made(site):
        target, value = statement.targets[0], statement.value
        if not isinstance(target, (ast.Attribute, ast.Subscript)):
            continue
        text, own = site.segment(target), site.scope(statement)
        reads = [
            n
            for n in ast.walk(site.tree)
            if isinstance(n, type(target)) and isinstance(n.ctx, ast.Load) and site.segment(n) == text
        ]
        elsewhere = [n for n in reads if site.scope(n) is not own]
        used = names(ast.walk(value), ast.Load) - names(ast.walk(value), ast.Store)
        known = used - {site.tensorflow()} - set(dir(builtins))
        if elsewhere and all(known <= scopes.bound(site, n) for n in elsewhere):
            new = site.segment(value)
            bare = isinstance(
                value, (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.ListComp, ast.List)
            )
            changed = site.edited([(n, new if bare else f"({new})") for n in elsewhere])
            yield Candidate(f"Compute `{text}` where it is read", changed, "unsafe", AGAIN)


@mends(*OUTSIDE, rank=0)
def not_cached(site: Site) -> Iterator[Candidate]:
    """`@cached_property` becomes `@property`."""
    for cause in site.causes(*OUTSIDE):
        line = cause.location.range.start.line
        for node in ast.walk(site.tree):
            inside = isinstance(node, ast.FunctionDef) and node.lineno <= line <= (
                node.end_lineno or node.lineno
            )
            for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) and inside else ():
                if ast.unparse(decorator).split(".")[-1] == "cached_property":
                    text = site.replaced(decorator, "property")
                    yield Candidate("Use a plain `property`", text, "unsafe", AGAIN)


@mends(*OUTSIDE, rank=2)
def across_a_call(site: Site) -> Iterator[Candidate]:
    """The statement changes places with a call beside it, which may start or end the recording."""
    for statement in _made(site):
        around = site.block(statement)
        index = around.index(statement)
        for first, second in zip(
            around[max(index - 1, 0) : index + 1], around[index : index + 2], strict=False
        ):
            other = second if first is statement else first
            calls = isinstance(other, ast.Expr) and isinstance(other.value, ast.Call)
            if first is second or not calls or binds(statement) & reads(other):
                continue
            if not (site.alone(first) and site.alone(second)):
                continue
            lines, start, middle, end = (
                site.lines,
                first.lineno - 1,
                second.lineno - 1,
                second.end_lineno or 0,
            )
            if lines[end - 1].endswith(("\n", "\r")):
                text = "".join([*lines[:start], *lines[middle:end], *lines[start:middle], *lines[end:]])
                where = "before" if second is statement else "after"
                title = f"Compute `{site.segment(statement.targets[0])}` {where} `{site.segment(other)}`"
                yield Candidate(title, text, "unsafe", "the two change places")


def _made(site: Site) -> Iterator[ast.Assign]:
    """Yield the assignments whose values are the causes."""
    for cause in site.causes(*OUTSIDE):
        node = site.at(cause.location.range)
        statement = site.statement(node) if node is not None else None
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            yield statement

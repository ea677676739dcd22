"""A step that is taken in the block and differentiated: its result is computed, and assigned after the block."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site

OPERATORS = {"assign": "", "assign_add": " + ", "assign_sub": " - "}
Changes = list[tuple[ast.expr | ast.stmt, str]]


@mends("through-state", rank=1)
def looked_ahead(site: Site) -> Iterator[Candidate]:
    """`w.assign_sub(step)` before a loss becomes `w_ahead = w - step`, which the loss reads, and an assign behind."""
    found = site.tape_block()
    for call in site.broken("through-state") if found is not None else ():
        statement = site.statement(call)
        if not isinstance(statement, ast.Expr) or statement.value is not call or found is None:
            continue
        block = found[0]
        loop = site.parents[statement]
        if statement in block.body:
            yield from _of_one(site, block, statement, call)
        elif isinstance(loop, ast.For) and loop.body == [statement] and loop in block.body:
            yield from _of_many(site, block, loop, call)


def _of_one(site: Site, block: ast.With, statement: ast.Expr, call: ast.Call) -> Iterator[Candidate]:
    held, value = _stepped(site, call)
    if isinstance(held, (ast.Name, ast.Attribute)) and value:
        new = _new_name(site, held)
        behind = f"{site.segment(held)}.assign({new})"
        yield from _candidates(site, block, statement, (held, new), f"{new} = {value}", [behind])


def _of_many(site: Site, block: ast.With, loop: ast.For, call: ast.Call) -> Iterator[Candidate]:
    """`for w, g in zip(weights, gradients): w.assign_sub(g)` steps with all weights."""
    held, value = _stepped(site, call)
    pairs = loop.iter
    if (
        not isinstance(pairs, ast.Call)
        or ast.unparse(pairs.func) != "zip"
        or not isinstance(loop.target, ast.Tuple)
    ):
        return
    named = dict(zip(map(ast.unparse, loop.target.elts), pairs.args, strict=False))
    whole = named.get(ast.unparse(held)) if isinstance(held, ast.Name) else None
    if isinstance(whole, (ast.Name, ast.Attribute)) and isinstance(held, ast.Name) and value:
        new, each = _new_name(site, whole), _new_name(site, held)
        made = f"{new} = [{value} for {site.segment(loop.target)} in {site.segment(pairs)}]"
        first = f"for {held.id}, {each} in zip({site.segment(whole)}, {new}):"
        behind = [first, f"    {held.id}.assign({each})"]
        yield from _candidates(site, block, loop, (whole, new), made, behind)


def _candidates(
    site: Site,
    block: ast.With,
    statement: ast.stmt,
    renamed: tuple[ast.expr, str],
    made: str,
    behind: list[str],
) -> Iterator[Candidate]:
    old, new = renamed
    last = statement.end_lineno or statement.lineno
    nodes = (n for later in block.body for n in ast.walk(later))
    reads = [n for n in nodes if isinstance(n, type(old)) and n.lineno > last]
    changes: Changes = [(n, new) for n in reads if site.segment(n) == site.segment(old)]
    if not changes or not site.alone(statement):
        return
    lines = site.edited([(statement, made), *changes]).splitlines(keepends=True)
    end = (block.end_lineno or block.lineno) - (last - statement.lineno)
    indent = site.indent(block)
    lines[end:end] = [f"{indent}{line}{site.ending()}" for line in behind]
    reason = f"`{site.segment(old)}` takes its new value after the block"
    yield Candidate(f"Look ahead with `{new}`", "".join(lines), "unsafe", reason)


def _stepped(site: Site, call: ast.Call) -> tuple[ast.expr | None, str]:
    """Return what is assigned to, and its next value."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in OPERATORS or len(call.args) != 1:
        return None, ""
    value, operator = site.segment(call.args[0]), OPERATORS[function.attr]
    sums = isinstance(call.args[0], ast.BinOp) and isinstance(call.args[0].op, (ast.Add, ast.Sub))
    if not operator:
        return function.value, value
    return function.value, f"{site.segment(function.value)}{operator}{f'({value})' if sums else value}"


def _new_name(site: Site, held: ast.Name | ast.Attribute) -> str:
    base = held.id if isinstance(held, ast.Name) else held.attr
    taken = scopes.bound(site, held)
    return next(n for n in (f"{base}_ahead", f"next_{base}", f"{base}_ahead_") if n not in taken)

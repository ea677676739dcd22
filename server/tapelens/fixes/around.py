"""One tape around a loop whose turns are added up, and a table of the module worked on in a local name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Block, Site
from tapelens.fixes.state import OPERATORS, with_part


@mends("computed-outside-tape", "wrong-tape", rank=2)
def around_the_loop(site: Site) -> Iterator[Candidate]:
    """A block in each turn of a loop becomes one block around the loop and what follows up to the call."""
    found, call = site.tape_block(), site.call()
    if found is None or call is None:
        return
    block, loop, asked = found[0], site.parents[found[0]], site.statement(call)
    outside = site.block(loop) if isinstance(loop, (ast.For, ast.While)) else []
    if not isinstance(loop, (ast.For, ast.While)) or len(block.items) != 1 or asked not in outside:
        return
    first, last = loop.lineno, asked.lineno - 1
    inner, indent = range(block.body[0].lineno, (block.end_lineno or 0) + 1), site.indent(loop)
    step = site.indent(block)[len(indent) :]
    lines = [f"{indent}{site.lines[block.lineno - 1].strip()}{site.ending()}"]
    for number in range(first, last + 1):
        line = site.lines[number - 1]
        plain = number in inner or number in site.source.inside_strings or not line.strip()
        if not block.lineno <= number < block.body[0].lineno:
            lines.append(line if plain else step + line)
    text = "".join([*site.lines[: first - 1], *lines, *site.lines[last:]])
    reason = "all turns are recorded until the gradient is taken"
    yield Candidate("Record the whole loop with one tape", text, "unsafe", reason)


@mends("through-state", rank=1)
def local_table(site: Site) -> Iterator[Candidate]:
    """A variable of the module that a function fills part by part is a tensor of a local name there."""
    for call in site.broken("through-state"):
        function, statement, scope = call.func, site.statement(call), site.scope(call)
        place = function.value if isinstance(function, ast.Attribute) else None
        if (
            not isinstance(place, ast.Subscript)
            or not isinstance(place.value, ast.Name)
            or len(call.args) != 1
        ):
            continue
        assigns = (
            isinstance(function, ast.Attribute)
            and function.attr in OPERATORS
            and not OPERATORS[function.attr]
        )
        if isinstance(scope, ast.FunctionDef) and assigns and isinstance(statement, ast.Expr):
            text = _in_local(site, scope, statement, place, call.args[0])
            if text:
                name = place.value.id
                reason = f"`{name}` itself keeps its old values"
                yield Candidate(f"Work on a copy of `{name}`", text, "unsafe", reason)


def _in_local(
    site: Site, scope: ast.FunctionDef, statement: ast.stmt, place: ast.Subscript, value: ast.expr
) -> str:
    """Return the text in which the function starts with a tensor of the variable's values and goes on with it."""
    assert isinstance(place.value, ast.Name)
    name, tf = place.value.id, site.tensorflow()
    new = f"{name}_now"
    held = [n for n in ast.walk(scope) if isinstance(n, ast.Name) and n.id == name]
    own = {a.arg for a in ast.walk(scope) if isinstance(a, ast.arg)}
    if name in own or new in scopes.bound(site, statement) or any(isinstance(n.ctx, ast.Store) for n in held):
        return ""
    inside = set(ast.walk(statement))
    part = re.sub(rf"\b{re.escape(name)}\b", new, site.segment(value))
    made = with_part(site, new, place.slice, part)
    if not made:
        return ""
    changes = [(n, new) for n in held if n not in inside]
    lines = site.edited([(statement, f"{new} = {made}"), *changes]).splitlines(keepends=True)
    start = _first(scope.body)
    indent = site.indent(start)
    lines.insert(start.lineno - 1, f"{indent}{new} = {tf}.convert_to_tensor({name}){site.ending()}")
    return "".join(lines)


def _first(body: Block) -> ast.stmt:
    """Return the first statement of a function behind its docstring."""
    doc = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1
    return body[1] if doc else body[0]

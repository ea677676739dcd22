"""The output of a layer inside a model (Grad-CAM): taken in the same forward pass as the model's output."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.source import Placed

TITLE = "Compute both in one forward pass"
REASON = "one model returns the layer's output and its own"


@mends("not-a-tensor", rank=0)
def symbolic(site: Site) -> Iterator[Candidate]:
    """`features = model.get_layer(name).output` is symbolic: a model that returns it and the output gives a tensor."""
    call, found = site.call(), site.tape_block()
    sources = site.sources(call) if call is not None else None
    if call is None or found is None or not isinstance(sources, ast.Name):
        return
    made = scopes.last_value(site, call, sources.id)
    if not isinstance(made, ast.Attribute) or made.attr != "output" or not isinstance(made.value, ast.Call):
        return
    if not isinstance(made.value.func, ast.Attribute) or made.value.func.attr != "get_layer":
        return
    model = site.segment(made.value.func.value)
    passes = _passes(site, found[0], model, "")
    free = _free(site, call, "both", "output")
    if len(passes) == 1 and free is not None:
        both, output = free
        tf = site.tensorflow()
        new = f"{both} = {tf}.keras.Model({model}.inputs, [{site.segment(made)}, {model}.output])"
        given = _given(site, passes[0])
        first = f"{sources.id}, {output} = {both}({given})"
        changes: list[tuple[Placed, str]] = [(site.statement(made), new), (passes[0], output)]
        yield Candidate(TITLE, _before(site, passes[0], first, changes), "unsafe", REASON)


@mends("no-path", rank=0)
def second_model(site: Site) -> Iterator[Candidate]:
    """A model of the layer's output and the whole model run apart: one that returns both runs once."""
    call, found = site.call(), site.tape_block()
    sources = site.sources(call) if call is not None else None
    if call is None or found is None or not isinstance(sources, ast.Name):
        return
    made = scopes.last_value(site, call, sources.id)
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name):
        return
    inner = scopes.last_value(site, call, made.func.id)
    if not isinstance(inner, ast.Call) or called(inner) != "Model" or len(inner.args) != 2:
        return
    start = inner.args[0]
    while isinstance(start, (ast.List, ast.Tuple)) and len(start.elts) == 1:
        start = start.elts[0]
    if not isinstance(start, ast.Attribute) or start.attr not in ("inputs", "input"):
        return
    model, statement = site.segment(start.value), site.statement(made)
    passes, free = _passes(site, found[0], model, _given(site, made)), _free(site, call, "output")
    if len(passes) == 1 and free is not None and isinstance(statement, ast.Assign):
        layer = site.segment(inner.args[1])
        changes: list[tuple[Placed, str]] = [
            (inner.args[1], f"[{layer}, {model}.output]"),
            (statement.targets[0], f"{sources.id}, {free[0]}"),
            (passes[0], free[0]),
        ]
        yield Candidate(TITLE, site.edited(changes), "unsafe", REASON)


def _given(site: Site, call: ast.Call) -> str:
    arguments: list[Placed] = [*call.args, *call.keywords]
    return ", ".join(site.segment(a) for a in arguments)


def _passes(site: Site, block: ast.With, model: str, given: str) -> list[ast.Call]:
    """Return the calls of a model in a block, with these arguments if any are given."""
    return [
        node
        for node in ast.walk(block)
        if isinstance(node, ast.Call)
        and site.segment(node.func) == model
        and given in ("", _given(site, node))
    ]


def _free(site: Site, call: ast.Call, *wanted: str) -> tuple[str, ...] | None:
    """Return names that the scope does not use yet."""
    used = scopes.bound(site, call)
    return None if used & set(wanted) else wanted


def _before(site: Site, node: ast.expr, line: str, changes: list[tuple[Placed, str]]) -> str:
    """Return the changed text with a line before the statement of a node."""
    statement = site.statement(node)
    lines = site.edited(changes).splitlines(keepends=True)
    lines.insert(statement.lineno - 1, f"{site.indent(statement)}{line}{site.ending()}")
    return "".join(lines)

"""A second forward pass is not made: what one pass gives is written out, with what the other one has already."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site

Function = ast.FunctionDef | ast.AsyncFunctionDef


@mends("no-path")
def written_out(site: Site) -> Iterator[Candidate]:
    """The source came from a method that runs the model again: its result is read after the pass of the target."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    made = scopes.last_value(site, call, sources.id) if isinstance(sources, ast.Name) and call else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
        return
    for method in _methods(site, made.func.attr):
        *before, last = method.body
        again = [s for s in before if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
        if again and isinstance(last, ast.Return) and last.value is not None and len(again) == len(before):
            new = _with(last.value, _given(method, made, ast.unparse(made.func.value)))
            reason = "it is what the pass before left, no pass of its own"
            yield Candidate(f"Read `{new}`", site.replaced(made, new), "unsafe", reason)


@mends("no-path")
def from_the_source(site: Site) -> Iterator[Candidate]:
    """The target's pass makes the source anew in its `call`: that is written out, and goes on from the source."""
    call, found = site.call(), site.tape_block()
    sources = site.sources(call) if call is not None else None
    made = scopes.last_value(site, call, sources.id) if isinstance(sources, ast.Name) and call else None
    if found is None or not isinstance(sources, ast.Name) or not isinstance(made, ast.Call):
        return
    owner = ast.unparse(made.func.value) if isinstance(made.func, ast.Attribute) else ""
    passes = [n for n in ast.walk(found[0]) if isinstance(n, ast.Call) and ast.unparse(n.func) == owner]
    for whole in passes:
        for method in (m for name in ("call", "__call__") for m in _methods(site, name)):
            last = method.body[-1]
            if len(method.body) == 1 and isinstance(last, ast.Return) and last.value is not None:
                text = _with(last.value, _given(method, whole, owner))
                new = text.replace(ast.unparse(made), sources.id)
                if new != text:
                    reason = f"the pass goes on from `{sources.id}`"
                    yield Candidate(
                        f"Use `{sources.id}` in the pass", site.replaced(whole, new), "unsafe", reason
                    )


def _methods(site: Site, name: str) -> Iterator[Function]:
    for node in ast.walk(site.tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name == name:
                    yield item


def _given(method: Function, call: ast.Call, owner: str) -> dict[str, ast.expr]:
    """Return what the names of a method's parameters stand for in a call."""
    names = [a.arg for a in method.args.args]
    given = dict(zip(names[1:], call.args, strict=False))
    given |= {k.arg: k.value for k in call.keywords if k.arg is not None}
    return given | {name: ast.parse(owner, mode="eval").body for name in names[:1]}


def _with(value: ast.expr, given: dict[str, ast.expr]) -> str:
    """Return the text of an expression with names replaced."""

    class Renamed(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return given.get(node.id, node)

    return ast.unparse(Renamed().visit(copy.deepcopy(value)))

"""The call asks for something that the target was not made of: ask for what is meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site


@mends("no-path", "computed-outside-tape", "stop-gradient", "wrong-tape", rank=0)
def as_applied(site: Site) -> Iterator[Candidate]:
    """The gradients are applied to other variables than they were asked for: ask for those."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or sources is None:
        return
    statement = site.statement(call)
    if not isinstance(statement, ast.Assign) or statement.value is not call:
        return
    result = ast.unparse(statement.targets[0])
    for node in ast.walk(site.scope(call)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip" and len(node.args) == 2:
            given, to = node.args
            differ = ast.unparse(given) == result and ast.unparse(to) != ast.unparse(sources)
            if differ and node.lineno > call.lineno and isinstance(to, (ast.Name, ast.Attribute)):
                name = site.segment(to)
                reason = "these are the variables that the gradients are applied to"
                text = site.replaced(sources, name)
                yield Candidate(f"Take the gradient for `{name}`", text, "unsafe", reason)

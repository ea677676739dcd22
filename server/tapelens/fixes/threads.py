"""Work that was given to another thread or replica: done in the thread of the tape."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.empties import without_statements
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.source import Placed

REASON = "it runs in this thread, one call after the other"


@mends("thread-boundary")
def submitted(site: Site) -> Iterator[Candidate]:
    """`pool.submit(f, x).result()` becomes `f(x)`, `pool.map(f, xs)` becomes `map(f, xs)`."""
    for call in site.broken("thread-boundary"):
        function = call.func
        if not isinstance(function, ast.Attribute) or not call.args:
            continue
        arguments: list[Placed] = [*call.args, *call.keywords]
        given = [site.segment(a) for a in arguments]
        if function.attr == "map":
            yield Candidate("Call it here", site.replaced(function, "map"), "unsafe", REASON)
        elif function.attr == "submit":
            new = f"{_callee(site, call.args[0])}({', '.join(given[1:])})"
            changes: list[tuple[Placed, str]] = [(_with_result(site, call), new)]
            for node in ast.walk(site.scope(call)):
                if isinstance(node, ast.Call) and called(node) == "result" and not node.args:
                    future = node.func.value if isinstance(node.func, ast.Attribute) else None
                    if isinstance(future, (ast.Name, ast.Subscript)):
                        changes.append((node, site.segment(future)))
            yield Candidate("Call it here", site.edited(changes), "unsafe", REASON)


def _with_result(site: Site, call: ast.Call) -> ast.Call:
    """Return the call with the `.result()` that is taken of it at once."""
    parent = site.parents[call]
    outer = site.parents.get(parent)
    direct = isinstance(parent, ast.Attribute) and parent.attr == "result" and isinstance(outer, ast.Call)
    return outer if direct and isinstance(outer, ast.Call) else call


def _callee(site: Site, node: ast.expr) -> str:
    return f"({site.segment(node)})" if isinstance(node, ast.Lambda) else site.segment(node)


@mends("thread-boundary")
def replicated(site: Site) -> Iterator[Candidate]:
    """`strategy.run(f, args=(x,))` becomes `f(x)`, and what is reduced of it the value itself."""
    for call in site.broken("thread-boundary"):
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in ("run", "experimental_run_v2"):
            continue
        named = {k.arg: k.value for k in call.keywords}
        args = call.args[1] if len(call.args) > 1 else named.get("args")
        if not call.args or (args is not None and not isinstance(args, (ast.Tuple, ast.List))):
            continue
        given = [site.segment(e) for e in args.elts] if isinstance(args, (ast.Tuple, ast.List)) else []
        keywords = call.args[2] if len(call.args) > 2 else named.get("kwargs")
        if keywords is not None:
            given.append(_as_keywords(site, keywords))
        strategy = site.segment(function.value)
        changes: list[tuple[Placed, str]] = [(call, f"{_callee(site, call.args[0])}({', '.join(given)})")]
        for node in ast.walk(site.scope(call)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != f"{strategy}.reduce":
                continue
            if len(node.args) > 1 and isinstance(node.args[1], ast.Name):
                changes.append((node, node.args[1].id))
        reason = "it runs once, here, and not in every replica"
        yield Candidate("Call it here", site.edited(changes), "unsafe", reason)


def _as_keywords(site: Site, given: ast.expr) -> str:
    """Return a dictionary as keyword arguments."""
    written = isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys)
    if not written or not isinstance(given, ast.Dict):
        return f"**{site.segment(given)}"
    pairs = zip(given.keys, given.values, strict=True)
    return ", ".join(f"{k.value!s}={site.segment(v)}" for k, v in pairs if isinstance(k, ast.Constant))


@mends("thread-boundary")
def started(site: Site) -> Iterator[Candidate]:
    """A `Thread(target=f, args=(x,))` that is started becomes the call `f(x)`."""
    for call in site.broken("thread-boundary"):
        function, statement = call.func, site.statement(call)
        if not isinstance(function, ast.Attribute) or function.attr != "start":
            continue
        if not isinstance(statement, ast.Expr) or not isinstance(function.value, ast.Name):
            continue
        name = function.value.id
        made = scopes.last_value(site, call, name)
        named = {k.arg: k.value for k in made.keywords} if isinstance(made, ast.Call) else {}
        args = named.get("args")
        if made is None or "target" not in named or not (args is None or isinstance(args, ast.Tuple)):
            continue
        given = [site.segment(e) for e in args.elts] if isinstance(args, ast.Tuple) else []
        uses = [n for n in ast.walk(site.scope(call)) if isinstance(n, ast.Name) and n.id == name]
        gone = [site.statement(n) for n in uses]
        if all(s is statement or isinstance(s, (ast.Assign, ast.Expr)) for s in gone):
            new = f"{_callee(site, named['target'])}({', '.join(given)})"
            text = without_statements(site, [s for s in gone if s is not statement], {statement: new})
            yield Candidate("Call it here", text, "unsafe", REASON)


@mends("thread-boundary")
def awaited(site: Site) -> Iterator[Candidate]:
    """`await asyncio.to_thread(f, x)` and `await loop.run_in_executor(None, f, x)` become `f(x)`."""
    for cause in site.causes("thread-boundary"):
        node = site.at(cause.location.range)
        waiting = (
            node if isinstance(node, ast.Await) else site.parents.get(node) if node is not None else None
        )
        call = waiting.value if isinstance(waiting, ast.Await) else None
        if not isinstance(waiting, ast.Await) or not isinstance(call, ast.Call):
            continue
        first = {"to_thread": 0, "run_in_executor": 1}.get(called(call), len(call.args))
        if first < len(call.args):
            arguments: list[Placed] = [*call.args[first + 1 :], *call.keywords]
            given = ", ".join(site.segment(argument) for argument in arguments)
            new = f"{_callee(site, call.args[first])}({given})"
            yield Candidate("Call it here", site.replaced(waiting, new), "unsafe", REASON)

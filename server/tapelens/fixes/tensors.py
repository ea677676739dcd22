"""Targets and sources that are no tensors: kept tensors, returned, or made variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.exits import kept
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called


@mends("not-a-tensor", "watch-raises")
def stay_tensor(site: Site) -> Iterator[Candidate]:
    """What turned the target or the source into a number or an array is taken away."""
    call = site.call()
    if call is None:
        return
    for asked in (site.target(call), site.sources(call)):
        if isinstance(asked, ast.Name):
            made = scopes.last_value(site, call, asked.id)
            if made is not None:
                yield from kept(site, made)


@mends("not-a-tensor")
def returned(site: Site) -> Iterator[Candidate]:
    """A function that computes a value and returns nothing returns it."""
    call = site.call()
    target = site.target(call) if call is not None else None
    if call is None or not isinstance(target, ast.Name):
        return
    made = scopes.last_value(site, call, target.id)
    if not isinstance(made, ast.Call):
        return
    for function in ast.walk(site.tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and function.name == called(made):
            last = function.body[-1]
            if isinstance(last, ast.Assign) and not any(
                isinstance(n, ast.Return) for n in ast.walk(function)
            ):
                yield _returning(site, function.name, last)


def _returning(site: Site, name: str, last: ast.Assign) -> Candidate:
    title = f"Return the value from `{name}`"
    if isinstance(last.targets[0], ast.Name):
        return Candidate(title, site.replaced(last, f"return {site.segment(last.value)}"))
    line = f"{site.indent(last)}return {site.segment(last.targets[0])}"
    return Candidate(title, site.inserted(last.end_lineno or last.lineno, line))


@mends("not-a-tensor")
def made_variable(site: Site) -> Iterator[Candidate]:
    """A number or an array that is asked for becomes a `tf.Variable`."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, ast.Name):
        return
    tf, name = site.tensorflow(), sources.id
    made = scopes.last_value(site, call, name)
    title, reason = f"Make `{name}` a `{tf}.Variable`", f"`{name}` is a variable from here on"
    if made is not None:
        text = site.replaced(made, f"{tf}.Variable({site.segment(made)})")
        yield Candidate(title, text, "unsafe", reason)
    found = site.tape_block()
    if found is not None and made is None:
        line = f"{site.indent(found[0])}{name} = {tf}.Variable({name})"
        yield Candidate(title, site.inserted(found[0].lineno - 1, line), "unsafe", reason)


@mends("not-a-tensor")
def awaited(site: Site) -> Iterator[Candidate]:
    """What an `async def` computes is awaited."""
    call = site.call()
    target = site.target(call) if call is not None else None
    made = scopes.last_value(site, call, target.id) if call and isinstance(target, ast.Name) else None
    inside = made is not None and isinstance(site.scope(made), ast.AsyncFunctionDef)
    if made is not None and inside and any("coroutine" in c.message for c in site.causes("not-a-tensor")):
        yield Candidate(f"Await `{site.segment(made)}`", site.replaced(made, f"await {site.segment(made)}"))


@mends("not-a-tensor")
def listed(site: Site) -> Iterator[Candidate]:
    """A generator of sources becomes a list."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if isinstance(sources, ast.GeneratorExp):
        inner = site.segment(sources)
        text = f"[{inner[1:-1]}]" if inner.startswith("(") else f"[{inner}]"
        yield Candidate("Make it a list", site.replaced(sources, text))
    elif isinstance(sources, (ast.Call, ast.Name, ast.Attribute)) and _is_generator(site):
        text = site.replaced(sources, f"list({site.segment(sources)})")
        yield Candidate("Make it a list", text, "unsafe", "the generator is used up where the list is made")


def _is_generator(site: Site) -> bool:
    return any("generator" in cause.message for cause in site.causes("not-a-tensor"))


@mends("not-a-tensor")
def trained_by_hand(site: Site) -> Iterator[Candidate]:
    """`model.train_on_batch(x, y)` returns a number: the model's own loss of its prediction is a tensor."""
    call = site.call()
    target = site.target(call) if call is not None else None
    if call is None or not isinstance(target, ast.Name):
        return
    made = scopes.last_value(site, call, target.id)
    names = ("train_on_batch", "test_on_batch", "evaluate")
    if isinstance(made, ast.Call) and called(made) in names and len(made.args) == 2:
        assert isinstance(made.func, ast.Attribute)
        model, (x, y) = site.segment(made.func.value), map(site.segment, made.args)
        new = f"{model}.compute_loss(y={y}, y_pred={model}({x}, training=True))"
        reason = "the weights are no longer updated by this call"
        yield Candidate("Compute the model's loss", site.replaced(made, new), "unsafe", reason)


@mends("watch-raises", rank=0)
def not_watched(site: Site) -> Iterator[Candidate]:
    """Weights are watched by themselves: the call is removed; or it names their values."""
    for statement, watched, made in _watches(site):
        block = site.block(statement)
        flag = any(k.arg == "watch_accessed_variables" for k in made.keywords) if made is not None else False
        if isinstance(watched, ast.Attribute) and len(block) > 1 and not flag:
            first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
            yield Candidate("Remove the `watch`", "".join([*site.lines[:first], *site.lines[last:]]))
        if isinstance(watched, ast.Attribute):
            new = f"[v.value for v in {site.segment(watched)}]"
            yield Candidate("Watch the values of the variables", site.replaced(watched, new))


@mends("watch-raises")
def constant_to_watch(site: Site) -> Iterator[Candidate]:
    """A number or an array that is watched becomes a `tf.constant`."""
    for statement, watched, _ in _watches(site):
        made = scopes.last_value(site, statement, watched.id) if isinstance(watched, ast.Name) else None
        if made is not None and isinstance(watched, ast.Name):
            tf = site.tensorflow()
            text = site.replaced(made, f"{tf}.constant({site.segment(made)})")
            yield Candidate(f"Make `{watched.id}` a `{tf}.constant`", text)


@mends("watch-raises", rank=2)
def converted_to_watch(site: Site) -> Iterator[Candidate]:
    """An array from elsewhere becomes a tensor of the same name before it is watched."""
    for statement, watched, _ in _watches(site):
        if isinstance(watched, ast.Name):
            name, tf = watched.id, site.tensorflow()
            line = f"{site.indent(statement)}{name} = {tf}.convert_to_tensor({name})"
            text = site.inserted(statement.lineno - 1, line)
            yield Candidate(
                f"Make `{name}` a tensor first", text, "unsafe", f"`{name}` is a tensor from here on"
            )


@mends("watch-raises", rank=0)
def watch_inside(site: Site) -> Iterator[Candidate]:
    """A `watch` before the tape's block moves into it."""
    for statement, _, made in _watches(site):
        block, name = site.block(statement), site.segment(statement).split(".watch")[0]
        later = block[block.index(statement) + 1 :] if made is None else []
        for entered in later:
            items = entered.items if isinstance(entered, ast.With) else []
            if isinstance(entered, ast.With) and any(site.segment(i.context_expr) == name for i in items):
                line = site.indent(entered.body[0]) + site.segment(statement) + site.ending()
                lines = list(site.lines)
                lines.insert(entered.body[0].lineno - 1, line)
                del lines[statement.lineno - 1 : statement.end_lineno]
                yield Candidate("Watch inside the block", "".join(lines))
                break


def _watches(site: Site) -> Iterator[tuple[ast.stmt, ast.expr, ast.Call | None]]:
    """Yield the watching statement at the finding, what it watches, and the call that made the tape."""
    for node in site.source.by_line.get(site.finding.range.start.line, ()):
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and called(call) == "watch" and call.args:
            yield site.statement(call), call.args[0], _made(site, call)


def _made(site: Site, node: ast.AST) -> ast.Call | None:
    """Return the call that makes the tape of the block around a node."""
    while node in site.parents:
        node = site.parents[node]
        for item in node.items if isinstance(node, ast.With) else ():
            if isinstance(item.context_expr, ast.Call) and called(item.context_expr) == "GradientTape":
                return item.context_expr
    return None

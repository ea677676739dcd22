"""Sources with the wrong content: integers, and variables that a loop replaces by tensors."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

RANGES = frozenset({"range", "arange"})
IN_PLACE = {ast.Sub: "assign_sub", ast.Add: "assign_add"}


@mends("integer-dtype")
def floats(site: Site) -> Iterator[Candidate]:
    """Integer literals of the source become floats, and an integer dtype a float one."""
    for cause in site.causes("integer-dtype"):
        made = site.at(cause.location.range)
        if not isinstance(made, ast.Call) or not made.args:
            continue
        changes = _with_floats(site, made)
        if not changes:
            continue
        reason = "the dtype of the source changes"
        yield Candidate("Use floating-point values", site.edited(changes), "unsafe", reason)
        beside = [change for call in _beside(site, made) for change in _with_floats(site, call)]
        if beside:
            title = "Use floating-point values, here and beside it"
            yield Candidate(title, site.edited([*changes, *beside]), "unsafe", reason)


def _beside(site: Site, made: ast.Call) -> list[ast.Call]:
    """Return the other calls of the same function that the statements around bind to names."""
    block = site.block(site.statement(made))
    values = [s.value for s in block if isinstance(s, ast.Assign) and s.value is not made]
    return [v for v in values if isinstance(v, ast.Call) and called(v) == called(made) and v.args]


def _with_floats(site: Site, made: ast.Call) -> list[tuple[ast.expr, str]]:
    changes: list[tuple[ast.expr, str]] = []
    for argument in made.args if called(made) in RANGES else made.args[:1]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                changes.append((node, f"{site.segment(node)}.0"))
    for keyword in made.keywords:
        text = site.segment(keyword.value)
        if keyword.arg == "dtype" and "int" in text:
            changes.append((keyword.value, f"{site.tensorflow()}.float32"))
    return changes


@mends("integer-dtype")
def float_dtype(site: Site) -> Iterator[Candidate]:
    """A variable of a value from elsewhere gets a floating-point dtype."""
    for call in site.broken("integer-dtype"):
        if called(call) != "Variable" or len(call.args) != 1 or any(k.arg == "dtype" for k in call.keywords):
            continue
        if isinstance(call.args[0], (ast.Name, ast.Attribute)):
            value = site.segment(call.args[0])
            text = site.replaced(call.args[0], f"{value}, dtype={site.tensorflow()}.float32")
            yield Candidate("Use a floating-point dtype", text, "unsafe", "the dtype of the source changes")


@mends("source-overwritten", rank=0)
def assign_all_in_place(site: Site) -> Iterator[Candidate]:
    """Every source of the call that a loop replaces, as `w = w - step` does, is updated in place."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, (ast.List, ast.Tuple)):
        return
    asked = {ast.unparse(e) for e in sources.elts}
    changes: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(site.scope(call)):
        if isinstance(node, (ast.Assign, ast.AugAssign)) and node.lineno > call.lineno:
            target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
            bound = (
                {ast.unparse(e) for e in target.elts}
                if isinstance(target, ast.Tuple)
                else {ast.unparse(target)}
            )
            new = _in_place(site, node) if bound <= asked else None
            if new is not None:
                changes.append((node, new))
    if len(changes) > 1 or any("\n" in new for _, new in changes):
        reason = "every holder of the variables sees the change"
        yield Candidate("Update all in place", site.edited(changes), "unsafe", reason)


@mends("source-overwritten")
def assign_in_place(site: Site) -> Iterator[Candidate]:
    """`w = w - step` becomes `w.assign_sub(step)`."""
    for cause in site.causes("source-overwritten"):
        line = cause.location.range.start.line
        for node in ast.walk(site.tree):
            if (
                not isinstance(node, (ast.Assign, ast.AugAssign))
                or node.lineno > line
                or (node.end_lineno or 0) < line
            ):
                continue
            new = _in_place(site, node)
            if new is not None and "\n" not in new:
                title = f"Update in place with `{new.split('(')[0]}`"
                yield Candidate(
                    title, site.replaced(node, new), "unsafe", "every holder of the variable sees the change"
                )


def _in_place(site: Site, node: ast.Assign | ast.AugAssign) -> str | None:
    if isinstance(node, ast.AugAssign):
        method = IN_PLACE.get(type(node.op))
        return f"{site.segment(node.target)}.{method}({site.segment(node.value)})" if method else None
    target, value = node.targets[0], node.value
    if len(node.targets) != 1:
        return None
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple) or not site.alone(node):
        return _updated(site, target, value)
    names = [site.segment(t) for t in target.elts]
    read = [
        {site.segment(n) for n in ast.walk(v) if isinstance(n, (ast.Name, ast.Attribute))} for v in value.elts
    ]
    if any(not read[i].isdisjoint(names[:i]) for i in range(len(read))):
        return None  # one after the other they would read what was updated already
    updates = [_updated(site, t, v) for t, v in zip(target.elts, value.elts)]
    return f"{site.ending()}{site.indent(node)}".join(u for u in updates if u) if all(updates) else None


def _updated(site: Site, target: ast.expr, value: ast.expr) -> str | None:
    """Return the update of a target whose new value is itself and a step."""
    if not isinstance(value, ast.BinOp) or site.segment(value.left) != site.segment(target):
        return None
    method = IN_PLACE.get(type(value.op))
    return f"{site.segment(target)}.{method}({site.segment(value.right)})" if method else None


@mends("source-overwritten", rank=2)
def kept_source(site: Site) -> Iterator[Candidate]:
    """The value that the target was computed from keeps a name of its own, and is asked for."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    gradient = site.finding.gradient
    if call is None or sources is None or gradient is None:
        return
    for cause in site.causes("source-overwritten"):
        line = cause.location.range.start.line
        for node in site.source.by_line.get(line, ()):
            if not isinstance(node, (ast.Assign, ast.AugAssign)) or site.scope(node) is not site.scope(call):
                continue
            target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
            name = site.segment(target)
            kept = f"{name}_before"
            asked = [n for n in ast.walk(sources) if isinstance(n, ast.Name) and n.id == name]
            if (
                not isinstance(target, ast.Name)
                or not asked
                or not site.alone(node)
                or node.lineno > call.lineno
            ):
                continue
            changed = site.edited([(n, kept) for n in asked]).splitlines(keepends=True)
            changed.insert(line - 1, f"{site.indent(node)}{kept} = {name}{site.ending()}")
            reason = f"`{name}` is asked for as it was before line {line}"
            title = f"Take the gradient for the earlier `{name}`"
            yield Candidate(title, "".join(changed), "unsafe", reason, asks=True)

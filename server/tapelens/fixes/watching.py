"""Sources that nobody watched: make them variables, or have the tape watch them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site

BOTH_ACCEPT = frozenset({"dtype", "name", "shape"})


@mends("source-not-watched")
def constant_to_variable(site: Site) -> Iterator[Candidate]:
    """`tf.constant(...)` becomes `tf.Variable(...)`, with the arguments that both accept."""
    for cause in site.causes("source-not-watched"):
        made = site.at(cause.location.range)
        if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
            continue
        if made.func.attr != "constant" or len(made.args) != 1:
            continue
        if all(k.arg in BOTH_ACCEPT for k in made.keywords):
            module = site.segment(made.func.value)
            name = _bound(site, made)
            yield Candidate(
                f"Make `{name}` a `{module}.Variable`", site.replaced(made.func, f"{module}.Variable")
            )


@mends("not-trainable")
def drop_flag(site: Site) -> Iterator[Candidate]:
    """`trainable=False` at the creation is removed."""
    for cause in site.causes("not-trainable"):
        made = site.at(cause.location.range)
        if isinstance(made, ast.Call):
            yield from without_keyword(
                site, made, "trainable", "unsafe", "the variable becomes trainable everywhere"
            )


@mends("source-not-watched", "source-overwritten", "not-trainable")
def add_watch(site: Site) -> Iterator[Candidate]:
    """`tape.watch(source)` as the first statement of the block, or right after the source is bound in it."""
    found, gradient, call = site.tape_block(), site.finding.gradient, site.call()
    if found is None or gradient is None or call is None or not isinstance(call.func, ast.Attribute):
        return
    watched = _names(gradient.source)
    if not watched:
        return
    block = found[0]
    if block.body[0].lineno == block.lineno:
        return
    tape = ast.unparse(call.func.value)
    line = f"{site.indent(block.body[0])}{tape}.watch({gradient.source}){site.ending()}"
    bound = (s.end_lineno or s.lineno for s in block.body if any(_binds(s, name) for name in watched))
    after = max(bound, default=0)
    at = after or block.body[0].lineno - 1
    lines = [*site.lines[:at], line, *site.lines[at:]]
    yield Candidate(f"Watch `{gradient.source}` with `{tape}.watch({gradient.source})`", "".join(lines))


@mends("watched-too-late")
def watch_earlier(site: Site) -> Iterator[Candidate]:
    """The late `watch` becomes the first statement of the block."""
    found, gradient, call = site.tape_block(), site.finding.gradient, site.call()
    if found is None or gradient is None or call is None or not isinstance(call.func, ast.Attribute):
        return
    block, tape = found[0], ast.unparse(call.func.value)
    for node in ast.walk(site.scope(call)):
        if isinstance(node, ast.Expr) and ast.unparse(node) == f"{tape}.watch({gradient.source})":
            own = site.lines[node.lineno - 1 : node.end_lineno]
            moved = [site.indent(block.body[0]) + own[0].lstrip(" \t"), *own[1:]]
            rest = [*site.lines[: node.lineno - 1], *site.lines[node.end_lineno or node.lineno :]]
            at = block.body[0].lineno - 1
            if len(site.block(node)) > 1:
                text = "".join([*rest[:at], *moved, *rest[at:]])
                yield Candidate(f"Watch `{gradient.source}` before it is used", text)
            return


@mends("source-not-watched")
def watch_all(site: Site) -> Iterator[Candidate]:
    """`watch_accessed_variables=False` of the tape is removed."""
    found = site.tape_block()
    if found is not None:
        reason = "the tape watches every variable"
        yield from without_keyword(site, found[1], "watch_accessed_variables", "unsafe", reason)


def without_keyword(site: Site, call: ast.Call, name: str, level: str, reason: str) -> Iterator[Candidate]:
    """Yield the text without one keyword argument of a call."""
    kept = [k for k in call.keywords if k.arg != name]
    if len(kept) == len(call.keywords):
        return
    arguments = [site.segment(a) for a in call.args] + [site.segment(k) for k in kept]
    new = f"{site.segment(call.func)}({', '.join(arguments)})"
    applicability = "unsafe" if level == "unsafe" else "safe"
    yield Candidate(f"Remove `{name}`", site.replaced(call, new), applicability, reason)  # type: ignore[arg-type]


def _bound(site: Site, made: ast.Call) -> str:
    """Return the name that the made value is bound to, or the source as it is asked for."""
    statement = site.parents[made]
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], (ast.Name, ast.Attribute)):
        return site.segment(statement.targets[0])
    return site.finding.gradient.source if site.finding.gradient else "the constant"


def _names(source: str) -> list[str]:
    """Return the name that the source is, or those of a list, which can be watched together; else nothing."""
    listed = source[1:-1].split(",") if source[:1] in ("[", "(") else [source]
    names = [name.strip() for name in listed if name.strip()]
    return names if all(part.isidentifier() for name in names for part in name.split(".")) else []


def _binds(statement: ast.stmt, name: str) -> bool:
    targets = [t for n in ast.walk(statement) if isinstance(n, ast.Assign) for t in n.targets]
    return any(ast.unparse(t) == name for t in targets)

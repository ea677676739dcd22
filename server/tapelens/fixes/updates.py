"""Variables that a loop replaces by tensors: updated in place instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

IN_PLACE = {ast.Sub: "assign_sub", ast.Add: "assign_add"}
REASON = "every holder of the variable sees the change"
COPIES = frozenset({"list", "tuple"})


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
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            new = _in_place(site, node) if {ast.unparse(n) for n in names} <= asked else None
            if new is not None:
                changes.append((node, new))
    if len(changes) > 1 or any("\n" in new for _, new in changes):
        yield Candidate("Update all in place", site.edited(changes), "unsafe", REASON)


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
                yield Candidate(title, site.replaced(node, new), "unsafe", REASON)


def _in_place(site: Site, node: ast.Assign | ast.AugAssign) -> str | None:
    """Return the statement as updates: of `w -= step`, `w = w - step`, `v, w = v - a, w - b`, `w = w.assign_sub(step)`."""
    if isinstance(node, ast.AugAssign):
        method = IN_PLACE.get(type(node.op))
        return f"{site.segment(node.target)}.{method}({site.segment(node.value)})" if method else None
    target, value = node.targets[0], node.value
    if len(node.targets) != 1:
        return None
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = list(zip(target.elts, value.elts))
        if not site.alone(node) or _read_later(site, pairs):
            return None
    updates = [_update(site, held, ast.unparse(name)) for name, held in pairs]
    known = [update for update in updates if update]
    return f"{site.ending()}{site.indent(node)}".join(known) if len(known) == len(pairs) else None


def _read_later(site: Site, pairs: list[tuple[ast.expr, ast.expr]]) -> bool:
    """Return whether a later one of several updates would read what an earlier one has changed."""
    names = [site.segment(name) for name, _ in pairs]
    parts = [[n for n in ast.walk(v) if isinstance(n, (ast.Name, ast.Attribute))] for _, v in pairs]
    read = [{site.segment(n) for n in part} for part in parts]
    return any(not read[i].isdisjoint(names[:i]) for i in range(len(read)))


def _update(site: Site, value: ast.expr, of: str = "") -> str:
    """Return what a computed value is as an update of the variable on its left, which is `of`; empty for others."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        updates = value.func.attr.startswith("assign") and ast.unparse(value.func.value) == of
        return site.segment(value) if updates else ""
    if not isinstance(value, ast.BinOp) or not isinstance(
        value.left, (ast.Name, ast.Attribute, ast.Subscript)
    ):
        return ""
    method = IN_PLACE.get(type(value.op))
    if method is None or (of and ast.unparse(value.left) != of):
        return ""
    return f"{site.segment(value.left)}.{method}({site.segment(value.right)})"


@mends("source-overwritten")
def in_place_where_computed(site: Site) -> Iterator[Candidate]:
    """An update in a comprehension becomes a loop; one that goes into a container is carried out before."""
    for cause in site.causes("source-overwritten"):
        node = site.at(cause.location.range)
        update = _update(site, node) if isinstance(node, ast.BinOp) else ""
        if not isinstance(node, ast.BinOp) or not update:
            continue
        statement = site.statement(node)
        title = f"Update in place with `{update.split('(')[0]}`"
        inside = [
            n
            for n in _around(site, node)
            if isinstance(n, (ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.Lambda))
        ]
        if inside:
            loop = _as_loop(site, statement, inside[0], node, update)
            if loop is not None:
                yield Candidate(title, site.replaced(statement, loop), "unsafe", REASON)
        elif _read_once(site, statement, node.left):
            lines = site.replaced(node, site.segment(node.left)).splitlines(keepends=True)
            lines.insert(statement.lineno - 1, f"{site.indent(statement)}{update}{site.ending()}")
            yield Candidate(title, "".join(lines), "unsafe", REASON)


def _read_once(site: Site, statement: ast.stmt, held: ast.expr) -> bool:
    """Return whether nothing else in a statement of its own reads what is updated before it."""
    if not isinstance(statement, (ast.Assign, ast.Expr)) or not site.alone(statement):
        return False
    several = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple)
    read = [n for n in ast.walk(statement) if isinstance(n, (ast.Name, ast.Attribute, ast.Subscript))]
    same = [n for n in read if site.segment(n) == site.segment(held) and isinstance(n.ctx, ast.Load)]
    return not several and len(same) == 1


def _around(site: Site, node: ast.AST) -> Iterator[ast.AST]:
    while not isinstance(node, ast.stmt):
        yield node
        node = site.parents[node]


def _as_loop(site: Site, statement: ast.stmt, made: ast.AST, node: ast.BinOp, update: str) -> str | None:
    """Return `ws = [w - step for w, g in pairs]` as a loop that updates; None where the list is made otherwise."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.Call) and called(value) in COPIES and len(value.args) == 1:
        value = value.args[0]
    if value is not made or not isinstance(made, (ast.ListComp, ast.DictComp, ast.GeneratorExp)):
        return None
    element = made.value if isinstance(made, ast.DictComp) else made.elt
    tests = [test for clause in made.generators for test in clause.ifs]
    if isinstance(element, ast.IfExp) and ast.unparse(element.orelse) == ast.unparse(node.left):
        tests, element = [*tests, element.test], element.body
    if element is not node or len(made.generators) != 1:
        return None
    clause, indent, end = made.generators[0], site.indent(statement), site.ending()
    step = "\t" if "\t" in indent else "    "
    lines = [f"for {site.segment(clause.target)} in {site.segment(clause.iter)}:"]
    lines += [f"{indent}{step * (i + 1)}if {site.segment(test)}:" for i, test in enumerate(tests)]
    lines.append(f"{indent}{step * (len(tests) + 1)}{update}")
    return end.join(lines)

"""Nothing to ask about: lists that were never filled, models that were not built or are frozen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

MOST = 8  # places that are tried


@mends("empty-sources", rank=0)
def read_after_building(site: Site) -> Iterator[Candidate]:
    """A list of weights taken before they existed is read where it is used."""
    for cause in site.causes("empty-sources"):
        taken = site.at(cause.location.range)
        if not isinstance(taken, ast.Attribute):
            continue
        statement = site.statement(taken)
        if not isinstance(statement, ast.Assign) or taken not in _summands(statement.value):
            continue
        parts = [p for p in _summands(statement.value) if isinstance(p, ast.Attribute)]
        target, new = statement.targets[0], " + ".join(_readable(site, part) for part in parts)
        if len(parts) < len(_summands(statement.value)):
            continue
        where = site.scope(statement) if isinstance(target, ast.Name) else site.tree
        name = site.segment(target)
        uses = [
            node
            for node in ast.walk(where)
            if isinstance(node, (ast.Name, ast.Attribute))
            and isinstance(node.ctx, ast.Load)
            and node.lineno > statement.lineno
            and ast.unparse(node) == name
        ]
        text = site.edited([(node, _standing(site, node, new)) for node in uses])
        if isinstance(target, ast.Name) and len(site.block(statement)) > 1:  # nothing reads it any more
            lines = text.splitlines(keepends=True)
            del lines[statement.lineno - 1 : statement.end_lineno]
            text = "".join(lines)
        yield Candidate(f"Read `{new}` where it is used", text, "unsafe", "the list is read at each use")


def _summands(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_summands(value.left), *_summands(value.right)]
    return [value]


def _standing(site: Site, node: ast.expr, new: str) -> str:
    """Return the text as it can stand in the place of a name."""
    alone = " " not in new or isinstance(site.parents[node], (ast.Call, ast.Assign, ast.keyword, ast.For))
    return new if alone else f"({new})"


def _readable(site: Site, taken: ast.Attribute) -> str:
    """Return how the weights are called outside: `self.model.…` where a parameter was kept as `self.model`."""
    if isinstance(taken.value, ast.Name):
        for node in ast.walk(site.scope(taken)):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Attribute):
                continue
            if isinstance(node.value, ast.Name) and node.value.id == taken.value.id:
                return f"{site.segment(node.targets[0])}.{taken.attr}"
    return site.segment(taken)


@mends("empty-sources", rank=0)
def not_frozen(site: Site) -> Iterator[Candidate]:
    """`model.trainable = False` is removed."""
    for cause in site.causes("empty-sources"):
        for node in ast.walk(site.tree):
            if not isinstance(node, ast.Assign) or node.lineno != cause.location.range.start.line:
                continue
            target = node.targets[0]
            if isinstance(target, ast.Attribute) and target.attr == "trainable":
                name = site.segment(target.value)
                reason = f"`{name}` is trained from now on"
                yield Candidate(f"Do not freeze `{name}`", without_statement(site, node), "unsafe", reason)


@mends("empty-target", rank=0)
def append(site: Site) -> Iterator[Candidate]:
    """A value that nothing reads is appended to the list that is still empty."""
    lists = [
        site.segment(node.targets[0])
        for node in ast.walk(site.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and not node.value.elts
    ]
    for name in dict.fromkeys(lists):
        for statement in _unread(site, name)[:MOST]:
            value = site.segment(statement.targets[0])
            line = f"{site.indent(statement)}{name}.append({value})"
            text = site.inserted(statement.end_lineno or statement.lineno, line)
            yield Candidate(f"Append `{value}` to `{name}`", text, "unsafe", "the list is longer")


def _unread(site: Site, name: str) -> list[ast.Assign]:
    """Return the assignments whose name nothing reads afterwards, where the list is known."""
    found = []
    for node in ast.walk(site.tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            scope, value = site.scope(node), node.targets[0].id
            read = any(
                isinstance(n, ast.Name) and n.id == value and isinstance(n.ctx, ast.Load)
                for n in ast.walk(scope)
            )
            if not read and name.split(".")[0] in scopes.bound(site, node) and value != name:
                found.append(node)
    return found


@mends("empty-target", rank=1)
def bind_target(site: Site) -> Iterator[Candidate]:
    """The last value of the block, which nothing keeps, becomes the target."""
    found, call = site.tape_block(), site.call()
    target = site.target(call) if call is not None else None
    if found is None or target is None or "target" in scopes.bound(site, found[0]):
        return
    last = found[0].body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and called(last.value) != "print":
        text = site.edited([(last, f"target = {site.segment(last)}"), (target, "target")])
        reason = "the target was empty"
        title = f"Take the gradient of `{site.segment(last)}`"
        yield Candidate(title, text, "unsafe", reason)


def without_statement(site: Site, statement: ast.stmt) -> str:
    """Return the text without the lines of a statement; `pass` stands for the only one of a block."""
    if len(site.block(statement)) == 1:
        return site.replaced(statement, "pass")
    return without_statements(site, [statement], {})


def without_statements(site: Site, gone: list[ast.stmt], changed: dict[ast.stmt, str]) -> str:
    """Return the text without the lines of some statements, and with others written anew."""
    lines = list(site.lines)
    for statement, new in changed.items():
        first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
        end = lines[last - 1][len(lines[last - 1].rstrip("\r\n")) :]
        tail = lines[last - 1][site.range(statement).end.column - 1 :].rstrip("\r\n")
        lines[first:last] = [f"{site.indent(statement)}{new}{tail}{end}", *[""] * (last - first - 1)]
    for statement in gone:
        for number in range(statement.lineno - 1, statement.end_lineno or statement.lineno):
            lines[number] = ""
    return "".join(lines)

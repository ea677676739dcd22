"""Breaks of the target's own last value: wrapped, moved out of the block, or not recorded."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.mutate.edit import Change
from tools.mutate.sites import Site, loads

WRAPPERS = {
    "stop": "tf.stop_gradient({})",
    "numpy": "tf.constant(({}).numpy())",
    "round": "tf.round({})",
    "integer": "tf.cast({}, tf.int32)",
    "compare": "tf.cast(({}) > 0.0, tf.float32)",
    "variable": "tf.Variable({})",
}
JUMPS = (ast.Return, ast.Yield, ast.YieldFrom, ast.Break, ast.Continue)

Mutation = tuple[str, list[Change]]


def wrapped(site: Site) -> Iterator[Mutation]:
    """Yield the target's value inside a function that no gradient passes."""
    value = site.text.source(site.assign.value)
    if "\n" in value or "tf" not in loads(site.text.tree):
        return
    for kind, form in WRAPPERS.items():
        yield kind, [site.text.replace(site.assign.value, form.format(value))]


def after(site: Site) -> Iterator[Mutation]:
    """Yield the block without its last statement, which stands behind it instead."""
    last = site.block.body[-1]
    if last is site.assign and len(site.block.body) > 1 and movable(site):
        first, end = last.lineno, last.end_lineno or last.lineno
        yield "after", [site.text.rows(first, end), site.text.insert(end + 1, dedent(site, first, end))]


def before(site: Site) -> Iterator[Mutation]:
    """Yield the whole block's statements above the `with`."""
    if movable(site) and site.tape not in loads(ast.Module(site.block.body, [])):
        first, end = body_rows(site)
        inner = site.text.indent(first)
        yield (
            "before",
            [
                site.text.insert(site.block.lineno, dedent(site, first, end)),
                site.text.rows(first, end),
                site.text.insert(end + 1, f"{inner}pass\n"),
            ],
        )


def stopped(site: Site) -> Iterator[Mutation]:
    """Yield the target's statement under `stop_recording`."""
    assign = site.assign
    if movable(site):
        first, end = assign.lineno, assign.end_lineno or assign.lineno
        inner = site.text.indent(first)
        head = f"{inner}with {site.tape}.stop_recording():\n"
        body = head + site.text.dedented(first, end, inner, inner + "    ")
        yield "stop-recording", [site.text.rows(first, end), site.text.insert(end + 1, body)]


def movable(site: Site) -> bool:
    """Return whether the block's lines can be moved as they are."""
    body = site.block.body
    nodes = [n for s in body for n in ast.walk(s)]
    return (
        body[0].lineno > site.block.lineno
        and ";" not in "".join(site.text.lines[body[0].lineno - 1 : body[-1].end_lineno])
        and not any(isinstance(n, JUMPS) for n in nodes)
        and not any(isinstance(n, ast.Constant | ast.JoinedStr) and n.end_lineno != n.lineno for n in nodes)
    )


def body_rows(site: Site) -> tuple[int, int]:
    """Return the first and the last line of the block's statements."""
    last = site.block.body[-1]
    return site.block.body[0].lineno, last.end_lineno or last.lineno


def dedent(site: Site, first: int, last: int) -> str:
    """Return lines of the block as they look outside it."""
    return site.text.dedented(first, last, site.text.indent(first), site.text.indent(site.block.lineno))

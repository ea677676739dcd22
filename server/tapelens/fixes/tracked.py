"""Layers that Keras does not look for where they are: what holds them becomes a layer or model of Keras."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site
from tapelens.fixes.source import Placed


@mends("empty-sources", rank=0)
def made_a_layer(site: Site) -> Iterator[Candidate]:
    """A `tf.Module` becomes a Keras model, a plain class a Keras layer: its `__call__` is their `call`."""
    for cause in site.causes("empty-sources"):
        line = cause.location.range.start.line
        for node in ast.walk(site.tree):
            inside = isinstance(node, ast.ClassDef) and node.lineno <= line <= (
                node.end_lineno or node.lineno
            )
            if inside and isinstance(node, ast.ClassDef):
                yield from _with_base(site, node)


def _with_base(site: Site, node: ast.ClassDef) -> Iterator[Candidate]:
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    calling, starting = methods.get("__call__"), methods.get("__init__")
    if calling is None or starting is None or node.decorator_list or node.keywords:
        return
    keras = f"{site.tensorflow()}.keras"
    lines = site.text.splitlines(keepends=True)
    changes: list[tuple[Placed, str]] = []
    if not node.bases:
        base, head = f"{keras}.layers.Layer", node.lineno - 1
        lines[head] = lines[head].replace(f"class {node.name}", f"class {node.name}({base})", 1)
    elif len(node.bases) == 1 and site.segment(node.bases[0]).endswith(".Module"):
        base = f"{keras}.Model"
        changes.append((node.bases[0], base))
    else:
        return
    named = calling.lineno - 1
    lines[named] = lines[named].replace("def __call__", "def call", 1)
    if "super()" not in "".join(site.segment(s) for s in starting.body):
        first = starting.body[0].lineno - 1
        lines.insert(first, f"{site.indent(starting.body[0])}super().__init__(){site.ending()}")
    text = "".join(lines)
    for base_node, new in changes:
        text = text.replace(f"class {node.name}({site.segment(base_node)})", f"class {node.name}({new})", 1)
    yield Candidate(
        f"Make `{node.name}` a `{base}`", text, "unsafe", "Keras keeps track of what it holds from now on"
    )

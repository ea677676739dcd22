"""An array that tensors are written into becomes a list of them, stacked where it is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.source import Placed

MAKERS = frozenset("zeros empty ones zeros_like empty_like full".split())


@mends("left-tensorflow")
def list_of_tensors(site: Site) -> Iterator[Candidate]:
    """`out = np.zeros(...)` and `out[i] = tensor` become a list, and `out` elsewhere `tf.stack(out)`."""
    for cause in site.causes("left-tensorflow"):
        node = site.at(cause.location.range)
        if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Store):
            continue
        owner = node.value
        made = scopes.last_value(site, node, owner.id) if isinstance(owner, ast.Name) else None
        if not isinstance(owner, ast.Name) or not isinstance(made, ast.Call) or called(made) not in MAKERS:
            continue
        uses = [n for n in ast.walk(site.scope(node)) if isinstance(n, ast.Name) and n.id == owner.id]
        elements = [site.parents[n] for n in uses if isinstance(site.parents[n], ast.Subscript)]
        if any(isinstance(e.slice, (ast.Slice, ast.Tuple)) for e in elements if isinstance(e, ast.Subscript)):
            continue
        changes: list[tuple[Placed, str]] = [(made, f"list({site.segment(made)})")]
        for name in uses:
            parent = site.parents[name]
            counted = isinstance(parent, ast.Call) and called(parent) in ("len", "range")
            if isinstance(name.ctx, ast.Load) and not isinstance(parent, ast.Subscript) and not counted:
                changes.append((name, f"{site.tensorflow()}.stack({owner.id})"))
        reason = "a list of tensors is filled where an array was"
        yield Candidate(
            f"Fill a list and use `{site.tensorflow()}.stack`", site.edited(changes), "unsafe", reason
        )

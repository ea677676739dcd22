"""Facts about a call that are no broken path: no sources, nothing to differentiate, a weight left out."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from tapelens.findings import Location
from tapelens.flow.graph import Kind, Place
from tapelens.flow.verdict import BrokenStep
from tapelens.machine.values import Sequence, Value
from tapelens.report.calls import Call
from tapelens.report.said import Said

if TYPE_CHECKING:
    from tapelens.report.facts import Facts


def is_empty(target: Value) -> bool:
    """Return whether the target is certainly an empty list."""
    return isinstance(target, Sequence) and not target.items and target.rest is None


def empty_target(facts: Facts, call: Call) -> Said:
    """Return that there is nothing to differentiate."""
    fact = facts.base(call, "empty-target", facts.sources_text(call))
    return Said(fact, facts.sources_range(call), None)


def empty_sources(facts: Facts, call: Call) -> Said:
    """Return that the list of sources is empty, and where it was taken or the model was frozen."""
    fact = facts.base(call, "empty-sources", facts.sources_text(call))
    where = facts.sources_range(call)
    for taken in call.shown.request.taken:
        place: Place = taken.frozen_at or taken.hidden or taken.place
        location = facts.places.location(place)
        if location.range.start.line != where.start.line or location.path is not None:
            step = BrokenStep("empty-sources", location, facts.places.text(place))
            word = "frozen" if taken.frozen_at else "hidden" if taken.hidden else "taken"
            fact = replace(fact, breaks=(step,), detail=f"{word} {location.range.start.line}")
            break
    return Said(fact, where, None)


def untracked(facts: Facts, call: Call) -> list[Said]:
    """Return the variables that the target depends on and that the model's list leaves out."""
    asked = {node for source in call.shown.request.sources for node in source.nodes}
    nodes = [n for taken in call.shown.request.taken for n in taken.untracked if n not in asked]
    # A list without any variable is empty because of them, used or not.
    found = [n for n in dict.fromkeys(nodes) if not asked or _certainly_used(call, n)]
    if not found:
        return []
    graph, places = facts.graph, facts.places
    steps: dict[Location, BrokenStep] = {}
    for n in found:
        where = places.location(graph.places[n])
        step = BrokenStep("untracked-variable", where, places.text(graph.places[n]), graph.names.get(n, ""))
        steps.setdefault(where, step)
    base = facts.base(call, "untracked-variable", facts.sources_text(call))
    fact = replace(base, verdict="sound", breaks=tuple(steps.values()))  # of the sources that are listed
    return [Said(fact, facts.sources_range(call), None)]


def inside(facts: Facts, call: Call) -> list[Said]:
    """Return that a persistent tape records its own gradient, which nothing differentiates again."""
    request = call.shown.request
    needed = request.recorded_elsewhere or id(call.node) in facts.again
    if not request.inside or request.tape.persistent is not True or needed:
        return []
    made = "" if isinstance(request.target_node, (ast.Name, ast.Attribute)) else "made here"
    fact = facts.base(call, "gradient-inside-tape", facts.sources_text(call))
    fact = replace(fact, verdict="sound", detail=made)
    return [Said(fact, facts.places.range(call.unit, call.node), None)]


def _certainly_used(call: Call, node: int) -> bool:
    query = call.shown.query
    path = query.path(node)
    return (
        path is not None
        and not path.broken
        and not any(query.graph.kinds[n] == Kind.OPAQUE for n in path.nodes)
    )

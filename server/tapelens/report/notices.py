"""Findings that are not about a gradient call: watches that raise, optimizers that get nothing."""

from __future__ import annotations

from tapelens.findings import Cause, Finding
from tapelens.flow.graph import Graph
from tapelens.flow.verdict import Fact
from tapelens.machine.noticed import Noticed
from tapelens.report.places import Places
from tapelens.rules import catalogue


def certain(places: Places, noticed: list[Noticed]) -> list[Noticed]:
    """Return the calls that raise on every evaluation, as far as loops get to see one."""
    sites: dict[tuple[str, int], list[Noticed]] = {}
    for one in noticed:
        if one.unit.module is places.main:
            sites.setdefault((one.rule, id(one.node)), []).append(one)
    firsts = ([one for one in site if one.turn == 1] or site for site in sites.values())
    return [site[0] for site in firsts if all(one.problem for one in site)]


def of_notices(graph: Graph, places: Places, noticed: list[Noticed]) -> list[Finding]:
    """Return the findings of calls that raise."""
    return [found for one in noticed if (found := _finding(graph, places, one)) is not None]


def _finding(graph: Graph, places: Places, one: Noticed) -> Finding | None:
    rule = catalogue.get(one.rule)
    if rule is None:
        return None
    line = places.range(one.unit, one.node).start.line
    source = places.segment(one.unit, one.subject)
    causes: tuple[Cause, ...] = ()
    detail = one.problem
    if one.origin is not None:
        origin = places.location(graph.places[one.origin])
        detail = str(origin.range.start.line) if origin.path is None else ""
    fact = Fact(one.rule, "raises", one.method or "gradient", "", source, one.tape, line, detail=detail)
    if one.origin is not None:
        causes = (Cause(one.rule, origin, rule.message(fact)),)
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        rule.message(fact),
        places.range(one.unit, one.subject),
        causes=causes,
    )

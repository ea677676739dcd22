"""Facts in the words of their rules: findings, and the answers for every call."""

from __future__ import annotations

from tapelens.findings import Cause, Finding, GradientAnswer, GradientRef, SourceAnswer, TapeAnswer
from tapelens.flow.graph import Graph
from tapelens.flow.verdict import Fact
from tapelens.machine.engine import Run
from tapelens.machine.machine import Machine
from tapelens.report.calls import Call, is_known
from tapelens.report.places import Places
from tapelens.report.said import Said
from tapelens.report.stories import source_text, story
from tapelens.report.watched import Watched
from tapelens.rules import catalogue


def finding(said: Said) -> Finding | None:
    """Return the finding that a fact is read as, None when no rule of that name exists."""
    rule = catalogue.get(said.fact.rule)
    if rule is None:
        return None
    fact = said.fact
    severity = "information" if fact.verdict == "sometimes" else rule.severity
    gradient = GradientRef(fact.line, fact.method, fact.source, said.index, fact.verdict)
    return Finding(
        rule.code, rule.name, severity, rule.message(fact), said.range, gradient, causes(fact), fact.story
    )


def causes(fact: Fact) -> tuple[Cause, ...]:
    """Return the broken steps as causes, in the words of their own rules."""
    found: list[Cause] = []
    for edge in fact.breaks:
        rule = catalogue.get(edge.reason)
        message = rule.cause(fact, edge) if rule is not None else edge.reason
        found.append(Cause(edge.reason, edge.location, message))
    return tuple(found)


def answer(graph: Graph, places: Places, call: Call, findings: tuple[Finding, ...]) -> GradientAnswer:
    """Return the answer for a call, sound sources included."""
    request = call.shown.request
    sources: list[SourceAnswer] = []
    for asked, verdict, kind in zip(request.sources, call.shown.verdicts, call.kinds):
        steps = story(graph, places, verdict.path, verdict.broken, call.shown.raising)
        text = source_text(graph, places, asked, request)
        where = places.range(call.unit, asked.node)
        known = kind != "sound" or call.raises != "" or is_known(call, verdict)
        sources.append(
            SourceAnswer(where, text, asked.index, "raises" if call.raises else kind, steps, known)
        )
    target = places.range(call.unit, request.target_node) if request.target_node is not None else None
    return GradientAnswer(
        places.range(call.unit, call.node), request.method, target, tuple(sources), findings
    )


def tapes(run: Run, places: Places, own: Watched) -> list[TapeAnswer]:
    """Return the tapes of the analysed module, each place once; `own` are variables they watch by themselves."""
    found: dict[object, TapeAnswer] = {}
    for _, cells in run.tapes():
        if cells["place"][0].module is places.main:
            told = (_watched(run.machine, places, w.node) for w in cells["watches"])
            watched = dict.fromkeys([*told, *own.get(id(cells["place"][1]), ())])
            found[id(cells["place"][1])] = TapeAnswer(
                places.location(cells["place"]).range,
                cells["name"] or "",
                tuple(w for w in watched if w),
                cells["persistent"] is True,
                cells["watches_variables"] is not False,
            )
    return list(found.values())


def _watched(m: Machine, places: Places, node: int) -> str:
    return m.graph.names.get(node) or places.text(m.graph.places[node])

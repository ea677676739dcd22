"""One gradient call over all the ways in which the machine met it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tapelens.findings import VerdictKind
from tapelens.flow.answer import SOUND, Asker, Verdict
from tapelens.flow.graph import Graph, Kind
from tapelens.flow.query import Query
from tapelens.flow.raising import unregistered
from tapelens.machine.frames import UnitRef
from tapelens.machine.requests import Asked, Request, not_a_tensor
from tapelens.machine.values import MaybeWeights


@dataclass(slots=True)
class Evaluated:
    """One evaluation: a verdict per source, or what the whole call raises."""

    request: Request
    verdicts: list[Verdict]
    query: Query
    raises: str = ""
    raising: int | None = None
    bad: Asked | None = None
    behind: frozenset[int] = frozenset()  # the gradient calls on the way to the target, by their nodes' ids


@dataclass(slots=True)
class Call:
    """A call site; `kinds` are combined over its evaluations.

    `turn` says from which turn of a loop they hold, `once` that they hold in the first turn alone.
    """

    unit: UnitRef
    node: ast.Call
    shown: Evaluated
    kinds: list[VerdictKind]
    turn: int = 1
    once: bool = False
    raises: str = ""


def evaluate(graph: Graph, request: Request) -> Evaluated:
    """Answer one evaluation of a call."""
    query = request.ask(graph)
    evaluated = Evaluated(request, [], query, request.raises)
    if not request.raises and not request.open_end:
        bad = next((a for a in request.sources if not_a_tensor(a.value)), None)
        if bad is not None:
            evaluated.raises, evaluated.bad = "not-a-tensor", bad
    if not evaluated.raises:
        evaluated.raising = unregistered(query)
        if evaluated.raising is not None:
            evaluated.raises = "unregistered-gradient"
    asker = Asker(query, request.zero or request.method == "batch_jacobian")
    for asked in request.sources:
        evaluated.verdicts.append(asker.verdict(asked.nodes) if asked.known else SOUND)
    if any(v.kind == "sound" and not a.maybe for v, a in zip(evaluated.verdicts, request.sources)):
        evaluated.verdicts = [SOUND if a.maybe else v for v, a in zip(evaluated.verdicts, request.sources)]
    if any(v.kind == "sound" for v in evaluated.verdicts):
        # A layer that nothing is known to have called has no weights, unless something unseen has built it.
        evaluated.verdicts = [
            SOUND if isinstance(a.value, MaybeWeights) and not _is_seen(graph, v) else v
            for v, a in zip(evaluated.verdicts, request.sources)
        ]
    labels, places = graph.labels, graph.places
    evaluated.behind = frozenset(id(places[n][1]) for n in query.reached() if labels[n] == "gradient")
    return evaluated


def _is_seen(graph: Graph, verdict: Verdict) -> bool:
    """Return whether a verdict has a path, whatever breaks it, and knows every value on it."""
    return verdict.path is not None and not any(graph.kinds[n] == Kind.OPAQUE for n in verdict.path.nodes)


def certain(call: Call) -> int:
    """Return how many sources of a call have a recorded path on which every value is known."""
    return sum(
        kind == "sound" and is_known(call, verdict) and len(verdict.path.nodes if verdict.path else ()) > 1
        for kind, verdict in zip(call.kinds, call.shown.verdicts)
    )


def is_known(call: Call, verdict: Verdict) -> bool:
    """Return whether a verdict has a path and knows every value on it."""
    return _is_seen(call.shown.query.graph, verdict)


def combined(evaluations: list[Evaluated]) -> Call:
    """Return the call site with what holds on all its evaluations."""
    first = [e for e in evaluations if e.request.turn == 1]
    later = [e for e in evaluations if e.request.turn > 1]
    call = _agreed(evaluations)
    if first and all(e.raises for e in first):
        return _agreed(first)  # there is no second turn
    if later and first and call.raises == "" and not _any_broken(call):
        again = _agreed(later)
        if _any_broken(again) or again.raises:
            again.turn = 2
            return again
        start = _agreed(first)
        if _any_broken(start):
            start.once = True
            return start
    return call


def _any_broken(call: Call) -> bool:
    return any(kind in ("none", "zero") for kind in call.kinds)


def _agreed(evaluations: list[Evaluated]) -> Call:
    """What every evaluation says; where they differ the call is sometimes broken."""
    raising = [e for e in evaluations if e.raises]
    shown = raising[0] if len(raising) == len(evaluations) else evaluations[0]
    sizes = {len(e.verdicts) for e in evaluations}
    if len(sizes) != 1:
        longest = max(evaluations, key=lambda e: len(e.verdicts))
        # The sources cannot be told apart: said is what holds for all of them, however many there are.
        all_kinds = {v.kind for e in evaluations for v in e.verdicts}
        same = len(all_kinds) == 1 and 0 not in sizes
        kinds: list[VerdictKind] = [all_kinds.pop() if same else "sound"] * len(longest.verdicts)
        return Call(shown.request.unit, shown.request.node, longest, kinds)
    kinds = [_agree([e.verdicts[i].kind for e in evaluations]) for i in range(sizes.pop())]
    raises = shown.raises if len(raising) == len(evaluations) else ""
    return Call(shown.request.unit, shown.request.node, shown, kinds, raises=raises)


def _agree(kinds: list[VerdictKind]) -> VerdictKind:
    distinct = set(kinds)
    if len(distinct) == 1:
        return kinds[0]
    return "sometimes" if "sound" in distinct else "zero"

"""The story of a path: its steps from the source to the target, and its broken edges in the user's words."""

from __future__ import annotations

from tapelens.findings import Step
from tapelens.flow import reasons
from tapelens.flow.graph import Graph, Kind, Place
from tapelens.flow.query import Broken, Path
from tapelens.flow.tracking import aliases
from tapelens.flow.verdict import BrokenStep
from tapelens.machine.requests import Asked, Request
from tapelens.report.places import Places

MAX_STEPS = 60


def broken_step(
    graph: Graph, places: Places, broken: Broken, path: Path | None, asked: Asked, request: Request
) -> BrokenStep:
    """Return one broken edge of a path in the user's words."""
    place = place_to_mend(graph, broken, path, request)
    if broken.reason == reasons.OVERWRITTEN and broken.node in graph.overwrites:
        place = graph.places[broken.node]
        name = graph.names.get(graph.overwrites[broken.node][0], "") or asked_text(places, asked, request)
    elif place is graph.places[broken.node]:
        name = graph.names.get(broken.node, "")
    else:
        name = places.bound_name(place)
    value = graph.names.get(broken.value, "") or places.text(graph.places[broken.value])
    return BrokenStep(
        reason_of(graph, broken),
        places.location(place),
        places.text(place),
        name,
        graph.labels[broken.node],
        value,
        request.tape.started is None or broken.node < request.tape.started,
    )


def place_to_mend(graph: Graph, broken: Broken, path: Path | None, request: Request) -> Place:
    """Return the line to mend: of a step that a helper took off the tape, the helper's call."""
    if broken.reason == reasons.THREAD:
        return graph.place_of_start(broken.node)
    if broken.reason in (reasons.OUTSIDE, reasons.WRONG_TAPE, reasons.STOPPED):
        onwards = frozenset(path.nodes) if path is not None else frozenset[int]()
        return graph.place_seen_from(broken.node, request.tape.within, onwards)
    if broken.reason == reasons.TOO_LATE:
        late = (w.place for w in request.tape.watches if broken.node in aliases(graph, w.node))
        return next(late, graph.places[broken.node])
    return graph.places[broken.node]


def reason_of(graph: Graph, broken: Broken) -> str:
    """Return the rule of a break; a gradient taken off the tape is a rule of its own."""
    if broken.reason in (reasons.OUTSIDE, reasons.WRONG_TAPE) and graph.labels[broken.node] == "gradient":
        return "inner-gradient-outside"
    return broken.reason


def asked_text(places: Places, asked: Asked, request: Request) -> str:
    """Return the source as the user wrote it."""
    return asked.name or places.segment(request.unit, asked.node)


def story(graph: Graph, places: Places, path: Path | None, broken: tuple[Broken, ...]) -> tuple[Step, ...]:
    """Return the steps of a path; a step that breaks it says why."""
    if path is None:
        return ()
    why: dict[int, str] = {}
    for edge in broken:
        why.setdefault(edge.node, reason_of(graph, edge))
    steps: list[Step] = []
    last = len(path.nodes) - 1
    for i, node in enumerate(path.nodes):
        reason = why.get(node, "")
        plain = graph.kinds[node] == Kind.ALIAS and not reason and 0 < i < last
        if plain:
            continue
        kind = "source" if i == 0 else "target" if i == last else "recorded"
        place = graph.places[node]
        step = Step(
            "broken" if reason else kind,  # type: ignore[arg-type]  # one of the literal's words
            places.location(place),
            places.text(place),
            graph.names.get(node, ""),
            reason,
        )
        if not steps or steps[-1].location != step.location or reason:
            steps.append(step)
    return tuple(steps[:MAX_STEPS])

"""The story of a path: its steps from the source to the target, and its broken edges in the user's words."""

from __future__ import annotations

import ast

from tapelens.findings import Step, StepKind
from tapelens.flow import reasons
from tapelens.flow.graph import Graph, Kind, Place
from tapelens.flow.query import Broken, Path
from tapelens.flow.reasons import RULE_OF_EFFECT, Effect
from tapelens.flow.tracking import aliases
from tapelens.flow.verdict import BrokenStep
from tapelens.machine.requests import Asked, Request
from tapelens.report.places import Places

INNER_GRADIENT = "inner-gradient-outside"
MAX_STEPS = 200


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
    own = broken.node == broken.value and path is not None
    if own and not name:
        name = asked_text(places, asked, request)
    value = graph.names.get(broken.value, "") or _expression(places, graph.places[broken.value])
    if graph.is_weights(broken.value):
        value = ""
    return BrokenStep(
        reason_of(graph, broken),
        places.location(place),
        places.text(place),
        name,
        graph.labels[broken.node],
        value,
        request.tape.started is None or graph.is_before(broken.node, request.tape.started),
        own,
    )


def _expression(places: Places, place: Place) -> str:
    """Return the text of an expression, empty for a statement: what paths joined in has no text of its own."""
    return "" if place is not None and isinstance(place[1], ast.stmt) else places.text(place)


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
    variable = graph.kinds[broken.node] == Kind.LEAF and graph.info[broken.node].variable
    if broken.reason == reasons.NOT_WATCHED and variable and request.tape.watches_variables is False:
        return request.tape.place
    return graph.places[broken.node]


def reason_of(graph: Graph, broken: Broken) -> str:
    """Return the rule of a break; a gradient taken off the tape is a rule of its own."""
    if broken.reason in (reasons.OUTSIDE, reasons.WRONG_TAPE) and graph.labels[broken.node] == "gradient":
        return INNER_GRADIENT
    return broken.reason


def source_text(graph: Graph, places: Places, asked: Asked, request: Request) -> str:
    """Return what to call a source: as it was written, or by its own name where one expression holds several."""
    together = [one for one in request.sources if one.node is asked.node]
    if len(together) == 1:
        return asked_text(places, asked, request)
    homes = {graph.homes.get(node, "") for one in together for node in one.nodes}
    own = next((graph.homes[node] for node in asked.nodes if node in graph.homes), "")
    named = any(node in graph.names for node in asked.nodes)
    return own if own and len(homes) > 1 and not named else part_name(graph, places, asked)


def part_name(graph: Graph, places: Places, asked: Asked) -> str:
    """Return the name of one value of several, or the text that made it."""
    for node in asked.nodes:
        name = graph.names.get(node) or places.text(graph.places[node])
        if name:
            return name
    return "a variable"


def asked_text(places: Places, asked: Asked, request: Request) -> str:
    """Return the source as the user wrote it."""
    return asked.name or places.segment(request.unit, asked.node)


def story(
    graph: Graph, places: Places, path: Path | None, broken: tuple[Broken, ...], raising: int | None = None
) -> tuple[Step, ...]:
    """Return the steps of a path; a step that breaks it says why, and so does the op that raises."""
    if path is None:
        return ()
    why: dict[int, str] = {} if raising is None else {raising: RULE_OF_EFFECT[Effect.ERROR]}
    for edge in broken:
        why.setdefault(edge.node, reason_of(graph, edge))
    steps: list[Step] = []
    last = len(path.nodes) - 1
    for i, node in enumerate(path.nodes):
        reason = why.get(node, "")
        if graph.kinds[node] == Kind.ALIAS and not reason and 0 < i < last:
            continue
        place = graph.places[node]
        location, text = places.location(place), places.text(place)
        kind = _kind(graph, node, i, last)
        step = Step("broken" if reason else kind, location, text, graph.names.get(node, ""), reason)
        if not steps or steps[-1].location != step.location or reason:
            steps.append(step)
    return _bounded(steps)


def _kind(graph: Graph, node: int, i: int, last: int) -> StepKind:
    if i == 0:
        return "source"
    if graph.kinds[node] == Kind.OPAQUE:
        return "unknown"
    return "target" if i == last else "recorded"


def _bounded(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps, of an overlong story its two ends and the breaks between them."""
    half = MAX_STEPS // 2
    if len(steps) <= MAX_STEPS:
        return tuple(steps)
    between = [step for step in steps[half:-half] if step.reason]
    return (*steps[:half], *between[:half], *steps[-half:])

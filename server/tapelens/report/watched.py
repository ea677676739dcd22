"""The variables that a tape watches by itself, as far as its gradient calls ask about them."""

from __future__ import annotations

from collections.abc import Iterable

from tapelens.flow.graph import Graph, Kind
from tapelens.flow.query import Path
from tapelens.flow.tape import TapeState
from tapelens.report.calls import Call

Watched = dict[int, dict[str, None]]


def variables(graph: Graph, calls: Iterable[Call]) -> Watched:
    """Return the names of the variables that were read while the tape recorded, by the node of its place."""
    found: Watched = {}
    for call in calls:
        tape = call.shown.request.tape
        names = found.setdefault(id(tape.place[1]), {})
        for asked, verdict in zip(call.shown.request.sources, call.shown.verdicts):
            broken = {edge.node for edge in verdict.broken}
            if verdict.path is not None and _read_on(graph, tape, verdict.path, broken):
                names.setdefault(graph.names.get(verdict.path.nodes[0]) or asked.name)
    return found


def _read_on(graph: Graph, tape: TapeState, path: Path, broken: set[int]) -> bool:
    source = path.nodes[0]
    leaf = graph.info[source]
    if tape.watches_variables is False or graph.kinds[source] != Kind.LEAF:
        return False
    reading = next((node for node in path.nodes[1:] if graph.kinds[node] == Kind.OP), None)
    if reading is None or reading in broken:
        return False
    recorded = graph.contexts[reading].epoch(tape.number) is not None
    return recorded and leaf.variable and leaf.trainable is True

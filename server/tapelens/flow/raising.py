"""Does asking for a gradient raise: an op without a registered gradient that a gradient certainly reaches."""

from __future__ import annotations

from tapelens.flow.graph import Dtype, Graph, Kind
from tapelens.flow.query import Query
from tapelens.flow.reasons import OFF_TAPE, Effect


def unregistered(query: Query) -> int | None:
    """Return the first op without a registered gradient that is certainly reached, None when there is none."""
    graph = query.graph
    if not any(Effect.ERROR in query.effects(node) for node in query.reached()):
        return None
    seen: set[int] = set(query.targets)
    todo = list(query.targets)
    while todo:
        node = todo.pop()
        if graph.kinds[node] != Kind.OP or not _carries(query, graph, node):
            continue
        if graph.labels[node] == "gradient":
            continue  # it reads what it may have been computed from, on ways that were not taken too
        if Effect.ERROR in query.effects(node):
            return node
        for source, effect in zip(graph.inputs[node], query.effects(node)):
            if effect == Effect.CARRY and source not in seen:
                seen.add(source)
                todo.append(source)
    return None


def _carries(query: Query, graph: Graph, node: int) -> bool:
    """Return whether the tape certainly recorded the op and a gradient of its output is a real one."""
    if graph.contexts[node].epoch(query.tape.number) != query.tape.epoch:
        return False
    if graph.dtypes[node] == Dtype.INTEGER and node not in query.targets:
        return False  # only a target starts with a gradient of whatever dtype it has
    if any(effect in OFF_TAPE for effect in graph.effects[node]):
        return False
    return any(certainly_follows(query, n, node) for n in graph.inputs[node])


def certainly_follows(query: Query, node: int, time: int, depth: int = 0) -> bool:
    """Return whether the tape certainly follows the value at the time."""
    watched = query.tracker.watch_time(node)
    if watched is not None:
        return _certainly_follows(query, node, time, depth)
    if node not in query.certain:
        query.certain[node] = _certainly_follows(query, node, time, depth)
    return query.certain[node]


def _certainly_follows(query: Query, node: int, time: int, depth: int) -> bool:
    graph, tape = query.graph, query.tape
    watched = query.tracker.watch_time(node)
    if watched is not None and watched <= time and graph.kinds[node] != Kind.ALIAS:
        return graph.dtypes[node] == Dtype.FLOAT or graph.kinds[node] != Kind.OPAQUE
    if graph.kinds[node] == Kind.LEAF:
        leaf = graph.info[node]
        floats = graph.dtypes[node] != Dtype.INTEGER
        return leaf.variable and leaf.trainable is True and tape.watches_variables is True and floats
    if graph.kinds[node] != Kind.OP or depth > 200 or graph.dtypes[node] == Dtype.INTEGER:
        return False
    if graph.contexts[node].epoch(tape.number) != tape.epoch:
        return False
    if any(effect in OFF_TAPE or effect == Effect.STOP for effect in graph.effects[node]):
        return False
    return any(certainly_follows(query, n, node, depth + 1) for n in graph.inputs[node])

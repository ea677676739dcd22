"""Does a tape follow a value at a moment: watched, or computed on the tape from what was followed."""

from __future__ import annotations

from tapelens.flow import reasons
from tapelens.flow.graph import Dtype, Graph, Kind, Spills
from tapelens.flow.reasons import Effect
from tapelens.flow.tape import TapeState


class Tracker:
    """Answers for one tape; everything unknown may be followed."""

    def __init__(self, graph: Graph, tape: TapeState) -> None:
        self.graph = graph
        self.tape = tape
        self._produced: dict[int, bool] = {}
        self._watched: dict[int, int] = {}
        for watch in tape.watches:
            for node in aliases(graph, watch.node):
                self._watched[node] = min(watch.time, self._watched.get(node, watch.time))

    def watch_time(self, node: int) -> int | None:
        """Return when the tape was first told to watch the node, None when it never was."""
        return self._watched.get(node)

    def follows(self, node: int, time: int) -> bool:
        """Return whether the tape may follow the node at the time."""
        watched = self._watched.get(node)
        if self.tape.escaped or (watched is not None and watched <= time):
            return True
        return self._follows_itself(node, time)

    def _follows_itself(self, node: int, time: int) -> bool:
        graph = self.graph
        kind = graph.kinds[node]
        if kind == Kind.OPAQUE:
            return True
        if kind == Kind.LEAF:
            leaf = graph.info[node]
            return leaf.variable and leaf.trainable is not False and self.tape.watches_variables is not False
        if kind == Kind.ALIAS:
            return any(self.follows(n, time) for n in graph.inputs[node])
        return self.produced(node)

    def produced(self, node: int) -> bool:
        """Return whether the tape may have recorded the op that made the node, so that its output is followed."""
        known = self._produced.get(node)
        if known is None:
            self._produced[node] = False  # cuts cycles of loops
            known = self._produced[node] = self._is_produced(node)
        return known

    def _is_produced(self, node: int) -> bool:
        graph = self.graph
        if (
            graph.contexts[node].epoch(self.tape.number) != self.tape.epoch
            or graph.dtypes[node] == Dtype.INTEGER
        ):
            return False
        if any(e in reasons.OFF_TAPE or e == Effect.STOP for e in graph.effects[node]):
            return False
        return any(self.follows(n, node) for n in graph.inputs[node])

    def records(self, node: int) -> bool:
        """Return whether the op of the node read something that the tape may have followed at that time."""
        return any(self.follows(n, node) for n in self.graph.inputs[node])


def aliases(graph: Graph, node: int) -> set[int]:
    """Return the node and all values that it may be another name of, or share its memory with."""
    found = {node}
    todo = [node]
    while todo:
        current = todo.pop()
        shared = graph.handles.get(current, ())
        others = (*graph.inputs[current], *shared) if graph.kinds[current] == Kind.ALIAS else shared
        for n in others:
            if n not in found:
                found.add(n)
                todo.append(n)
    return found


def may_hold(graph: Graph, nodes: tuple[int, ...], aside: Spills) -> set[int]:
    """Return what unknown values among the nodes may be or hold: what those were given that made or kept them."""
    found: set[int] = set()
    todo = [node for node in nodes if graph.kinds[node] == Kind.OPAQUE]
    while todo:
        node = todo.pop()
        for n in (*graph.inputs[node], *graph.spills.get(node, ()), *aside.get(node, ())):
            if n not in found:
                found.add(n)
                if graph.kinds[n] != Kind.OP:
                    todo.append(n)
    return found

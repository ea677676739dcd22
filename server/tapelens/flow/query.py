"""The one question: the path from a source to a target with the fewest broken edges, on one tape."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tapelens.flow import reasons
from tapelens.flow.graph import Dtype, Graph, Kind, Spills
from tapelens.flow.reasons import OFF_TAPE, RULE_OF_EFFECT, Effect
from tapelens.flow.recording import NO_BREAK, Recording
from tapelens.flow.tape import TapeState
from tapelens.flow.tracking import Tracker, aliases, may_hold

FAR = 3  # what a way through the shape of a value costs besides its break: any other way says more


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken edge: the rule that names why, the op's node, and the input through which the path comes."""

    reason: str
    node: int
    value: int


@dataclass(frozen=True, slots=True)
class Path:
    """The cheapest path, from the source's node to the target's; `broken` in the same order."""

    nodes: tuple[int, ...]
    broken: tuple[Broken, ...]
    zero: bool = False


class Query:
    """Asks about one call: one tape at one moment, one set of target nodes, any number of sources."""

    def __init__(
        self,
        graph: Graph,
        tape: TapeState,
        targets: tuple[int, ...],
        time: int | None = None,
        zero_breaks: bool = False,
        aside: Spills | None = None,
        ones: bool = True,
    ) -> None:
        """Take `ones` where a target that is the source itself has the gradient one, watched or not."""
        self.graph = graph
        self.tape = tape
        self.targets = targets
        self.time = len(graph) if time is None else time
        self.zero_breaks = zero_breaks
        self.aside = aside or {}
        self.ones = ones
        self.met_zero = False
        self.tracker = Tracker(graph, tape)
        self._recording = Recording(graph, tape, self.time)
        self._distance: dict[int, int] = {}
        self._towards: dict[int, int] = {}
        self._arrivals: dict[int, list[int]] = defaultdict(list)
        self._opaque: list[int] = []
        self._ranked: list[int] | None = None  # the same in another order, until the search goes on
        self._in_order: list[int] = []
        self._paths: dict[int, Path | None] = {}  # as far as the search has come
        self._todo: deque[int] = deque(targets)
        self._done: set[int] = set()
        self.certain: dict[int, bool] = {}  # what `raising` found out about nodes
        self._distance.update(dict.fromkeys(targets, 0))
        self._search(carrying_only=True)

    @property
    def work(self) -> int:
        """The number of nodes that were searched."""
        return len(self._done)

    def effects(self, node: int) -> tuple[int, ...]:
        """Return the effects of the node's op, which may be others where its output is the target."""
        if node in self.targets and node in self.graph.as_target:
            return self.graph.as_target[node]
        return self.graph.effects[node]

    # -- edges ---------------------------------------------------------------------------------

    def breaks(self, node: int, place: int) -> tuple[str, ...]:
        """Return why the edge from the input at `place` into the node does not carry; empty when it does."""
        graph = self.graph
        effect = self.effects(node)[place]
        if effect in OFF_TAPE:
            return (RULE_OF_EFFECT[effect],)
        if graph.kinds[node] != Kind.OP:
            unknown = graph.kinds[node] == Kind.OPAQUE and graph.labels[node] == "call"
            return (reasons.OUTSIDE,) if unknown and self._recording.is_idle else NO_BREAK
        recorded = self._recording.why_not(node)
        if effect == Effect.ZERO:
            self.met_zero = True
            return (*recorded, RULE_OF_EFFECT[effect]) if self.zero_breaks else recorded
        if effect <= Effect.ERROR:
            return recorded
        return (*recorded, RULE_OF_EFFECT[effect])

    # -- search --------------------------------------------------------------------------------

    def _search(self, carrying_only: bool) -> None:
        """0-1 breadth-first search from the targets backwards over every edge, broken ones at their cost.

        Most sources are reached by edges that carry: the search stops behind those, and goes on when asked to.
        """
        self._ranked = None
        distance, todo, done = self._distance, self._todo, self._done
        inputs, spills, aside = self.graph.inputs, self.graph.spills, self.aside
        while todo:
            node = todo[0]
            here = distance[node]
            if carrying_only and here:
                return
            todo.popleft()
            if node in done:
                continue
            done.add(node)
            self._expand(node, here, inputs[node], self._costs(node))
            if node in spills:
                self._reach_holders(node, here, spills[node])
            if node in aside:
                self._reach_holders(node, here, aside[node])

    def _expand(self, node: int, here: int, sources: tuple[int, ...], costs: Sequence[int]) -> None:
        """Reach the inputs of a node; of equally cheap ways the one through the first input is told."""
        distance, towards, arrivals, todo = self._distance, self._towards, self._arrivals, self._todo
        near: list[int] = []
        for source, cost in zip(sources, costs):
            arrivals[source].append(node)
            if source not in distance or here + cost < distance[source]:
                distance[source] = here + cost
                towards[source] = node
                (todo if cost else near).append(source)
        near.reverse()
        todo.extendleft(near)

    def _reach_holders(self, node: int, here: int, holders: list[int]) -> None:
        """Reach the unknown values that may have come to hold the node since it was made."""
        distance = self._distance
        for later in holders:
            if later < self.time and (later not in distance or here < distance[later]):
                distance[later] = here
                self._towards[later] = node
                self._todo.appendleft(later)

    def _costs(self, node: int) -> Sequence[int]:
        """Return what each edge into the node costs."""
        graph = self.graph
        kind, effects = graph.kinds[node], self.effects(node)
        if kind == Kind.OPAQUE:
            self._opaque.append(node)
            if graph.labels[node] != "call" or not self._recording.is_idle:
                return [0] * len(effects)
        elif not any(effects):
            return [len(self._recording.why_not(node)) if kind == Kind.OP else 0] * len(effects)
        return [
            len(self.breaks(node, place)) + (FAR if effect == Effect.SHAPE else 0)
            for place, effect in enumerate(effects)
        ]

    # -- sources -------------------------------------------------------------------------------

    def path(self, source: int) -> Path | None:
        """Return the cheapest path from what the source may be, None when there is not even a broken one."""
        same = (source, *sorted(aliases(self.graph, source) - {source}))
        best = self._best(same)
        if best is None or best.broken:
            # Nobody asks for the gradient of a value with respect to what holds that very value.
            inner = may_hold(self.graph, same, self.aside).difference(same, self.targets)
            held = self._carrying(sorted(inner))
            if held is not None:
                return held
        if self._todo and (best is None or best.broken):
            self._search(carrying_only=False)
            self._paths.clear()
            best = self._best(same)
        return None if best is not None and self._is_hearsay(best) else best

    def _is_hearsay(self, path: Path) -> bool:
        """Return whether the path leads through a variable that something unknown was stored in.

        That explains nothing: nobody says that what was stored came from the source.
        """
        stored = any(broken.reason == RULE_OF_EFFECT[Effect.STATE] for broken in path.broken)
        return stored and any(self.graph.kinds[node] == Kind.OPAQUE for node in path.nodes)

    def _best(self, sources: tuple[int, ...]) -> Path | None:
        """Return the cheapest path from any of the nodes, as far as the search has come."""
        found = [path for node in sources if (path := self._path_from(node)) is not None]
        return min(found, key=lambda path: len(path.broken), default=None)

    def _carrying(self, sources: list[int]) -> Path | None:
        """Return the path from the first of the nodes from which one carries."""
        found = (self._path_from(node) for node in sources)
        return next((path for path in found if path is not None and not path.broken), None)

    def _path_from(self, source: int) -> Path | None:
        if source not in self._paths:
            self._paths[source] = self._found_path(source)
        return self._paths[source]

    def _found_path(self, source: int) -> Path | None:
        known = self._known_path(source)
        if known is not None and not known.broken:
            return known
        through = self._opaque_path(source)
        if known is None or (through is not None and not through.broken):
            return through
        return known  # of two ways that break, the one on which every value is known says more

    def reached(self) -> tuple[int, ...]:
        """Return every node that the targets may have been computed from, whatever breaks the way."""
        return tuple(self._distance)

    def connected(self, source: int) -> bool:
        """Return whether a gradient may reach the source."""
        return self._carrying_path(source) is not None

    def certainly_connected(self, source: int) -> bool:
        """Return whether a gradient reaches the source whichever way the code takes."""
        graph, path = self.graph, self._carrying_path(source)
        return path is not None and not any(
            graph.kinds[n] == Kind.OPAQUE or (graph.kinds[n] == Kind.ALIAS and len(graph.inputs[n]) > 1)
            for n in path.nodes
        )

    def _carrying_path(self, source: int) -> Path | None:
        path = self._best((source, *aliases(self.graph, source)))
        return path if path is not None and not path.broken else None

    def _known_path(self, source: int) -> Path | None:
        if source not in self._distance:
            return None
        if self._is_target(source):
            broken = NO_BREAK if self.ones else self._source_breaks(source, None)
            return Path((source,), tuple(Broken(reason, source, source) for reason in broken))
        best: Path | None = None
        for consumer in self._arrivals.get(source, ()):
            if best is not None and self._distance[consumer] >= len(best.broken):
                continue
            path = self._path_by(source, consumer)
            if best is None or len(path.broken) < len(best.broken):
                best = path
        return best

    @property
    def in_order(self) -> list[int]:
        """The targets and everything that they were computed from, as far as the search has come, the oldest first."""
        if len(self._in_order) != len(self._distance):
            self._in_order = sorted(self._distance)
        return self._in_order

    def depends_on(self) -> tuple[int, ...]:
        """Return the variables that the target depends on by carrying edges alone."""
        graph = self.graph
        return tuple(
            sorted(
                n
                for n, cost in self._distance.items()
                if cost == 0 and graph.kinds[n] == Kind.LEAF and graph.info[n].variable
            )
        )

    def _is_target(self, source: int) -> bool:
        """A target that is the source itself has the gradient one, watched or not; a jacobian only if watched."""
        graph, todo, seen = self.graph, list(self.targets), set(self.targets)
        while todo:
            node = todo.pop()
            if node == source:
                return graph.dtypes[source] != Dtype.INTEGER
            if graph.kinds[node] == Kind.ALIAS:
                fresh = [n for n in graph.inputs[node] if n not in seen]
                seen.update(fresh)
                todo.extend(fresh)
        return False

    def _path_by(self, source: int, consumer: int) -> Path:
        nodes = [source, consumer]
        while nodes[-1] in self._towards:
            nodes.append(self._towards[nodes[-1]])
        first_op = next((n for n in nodes[1:] if self.graph.kinds[n] != Kind.ALIAS), None)
        broken = [Broken(r, source, source) for r in self._source_breaks(source, first_op)]
        broken += self._edge_breaks(source, consumer)
        if self._distance[consumer]:  # else all further edges carry
            for value, node in itertools.pairwise(nodes[1:]):
                broken += self._edge_breaks(value, node)
        return Path(tuple(nodes), self._without_consequences(broken))

    def _edge_breaks(self, value: int, node: int) -> list[Broken]:
        """The breaks of the cheapest of the node's edges from the value (it may be read more than once)."""
        options = [self.breaks(node, place) for place, n in enumerate(self.graph.inputs[node]) if n == value]
        cheapest = min(options, key=len, default=NO_BREAK)
        return [Broken(reason, node, value) for reason in cheapest]

    def _opaque_path(self, source: int) -> Path | None:
        """A path through a value that may hold the source, because it is unknown and younger than the source."""
        unknown = self.graph.kinds[source] == Kind.OPAQUE
        home = self.graph.load_of(source)
        for node in self._holders():
            if (
                unknown
                or (born := self._born(node)) > source
                or (home >= 0 and self.graph.load_of(born) != home)
            ):
                return self._path_through(source, node)
        return None

    def _holders(self) -> list[int]:
        """Return the unknown values that were met, those first from which the way to the target breaks least."""
        if self._ranked is None:
            self._ranked = sorted(self._opaque, key=self._opaque_cost)
        return self._ranked

    def _born(self, opaque: int) -> int:
        """Return since when an unknown value may hold things: a part of another one, since that was made."""
        while self.graph.labels[opaque] == "attribute" and self.graph.kinds[opaque] == Kind.OPAQUE:
            (opaque,) = self.graph.inputs[opaque]
        return opaque

    def _opaque_cost(self, opaque: int) -> int:
        """Return the breaks of the way from an unknown value to the target, without a path being built."""
        return self._distance[opaque] + self._made_by_call_outside(opaque)

    def _made_by_call_outside(self, opaque: int) -> bool:
        return self.graph.labels[opaque] == "call" and (
            self._recording.is_before(opaque) or self._recording.is_idle
        )

    def _path_through(self, source: int, opaque: int) -> Path:
        nodes = [opaque]
        while nodes[-1] in self._towards:
            nodes.append(self._towards[nodes[-1]])
        broken = [Broken(r, source, source) for r in self._source_breaks(source, None)]
        if self._made_by_call_outside(opaque):
            broken.append(Broken(reasons.OUTSIDE, opaque, source))
        for value, node in itertools.pairwise(nodes):
            broken += self._edge_breaks(value, node)
        return Path((source, *nodes), self._without_consequences(broken))

    def _without_consequences(self, broken: list[Broken]) -> tuple[Broken, ...]:
        """Leave out the casts of what is whole already: the gradient ended where it became so."""
        if not broken:
            return ()
        whole = Dtype.INTEGER
        return tuple(
            edge
            for i, edge in enumerate(broken)
            if not i
            or edge.reason != reasons.INTEGER
            or edge.node == edge.value
            or self.graph.dtypes[edge.value] != whole
        )

    def _source_breaks(self, source: int, first_op: int | None) -> tuple[str, ...]:
        """Return why the tape does not follow the source when the path's first op reads it."""
        graph, tracker = self.graph, self.tracker
        if graph.dtypes[source] == Dtype.INTEGER:
            return (reasons.INTEGER,)
        time = self.time if first_op is None else first_op
        if tracker.follows(source, time):
            return NO_BREAK
        watched = tracker.watch_time(source)
        if watched is None:
            return (self._why_not_followed(source),)
        if watched <= self.time and first_op is not None and tracker.records(first_op):
            return NO_BREAK  # the op was recorded for another input's sake, with all its inputs
        if first_op is not None and self._recording.why_not(first_op):
            return NO_BREAK  # watched or not, the tape did not see the op: that is the break to tell
        return (reasons.TOO_LATE,)

    def _why_not_followed(self, source: int) -> str:
        if source in self.graph.overwrites:
            return reasons.OVERWRITTEN
        leaf = self.graph.info[source]
        if self.graph.kinds[source] == Kind.LEAF and leaf.variable and leaf.trainable is False:
            return reasons.NOT_TRAINABLE
        return reasons.NOT_WATCHED

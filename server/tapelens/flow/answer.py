"""What one gradient call gives for one source."""

from __future__ import annotations

from dataclasses import dataclass

from tapelens.findings import VerdictKind
from tapelens.flow import reasons
from tapelens.flow.graph import Graph
from tapelens.flow.query import Broken, Path, Query


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict for one source, and the path that shows it (None where nothing leads to the target)."""

    kind: VerdictKind
    path: Path | None = None
    broken: tuple[Broken, ...] = ()

    @property
    def reason(self) -> str:
        """The rule that names the first break, empty where there is none."""
        return self.broken[0].reason if self.broken else ""


SOUND = Verdict("sound")


class Asker:
    """Answers for the sources of one call."""

    def __init__(self, query: Query, gives_zero: bool) -> None:
        self.query = query
        self.gives_zero = gives_zero
        self._strict: Query | None = None

    def verdict(self, nodes: tuple[int, ...]) -> Verdict:
        """Return the verdict for a source that may be any of the nodes."""
        if not nodes:
            return SOUND
        found = [self._one(node) for node in nodes]
        sound = next((v for v in found if v.kind == "sound"), None)
        if sound is not None:
            return sound
        return min(found, key=lambda v: len(v.broken))

    def _one(self, node: int) -> Verdict:
        path = self.query.path(node)
        if path is None:
            return self._unconnected(node)
        if not path.broken:
            return self._zero(node, path)
        return Verdict("zero" if self.gives_zero else "none", path, path.broken)

    def _unconnected(self, node: int) -> Verdict:
        kind: VerdictKind = "zero" if self.gives_zero else "none"
        overwritten = self._overwritten(self.query.graph, node)
        if overwritten is not None:
            return Verdict(
                kind, self.query.path(overwritten), (Broken(reasons.OVERWRITTEN, node, overwritten),)
            )
        return Verdict(kind, None, (Broken(reasons.NO_PATH, node, node),))

    def _overwritten(self, graph: Graph, node: int) -> int | None:
        """Return what the source's name held before, when that is on a path to the target."""
        seen: set[int] = set()
        while node in graph.overwrites and node not in seen:
            seen.add(node)
            node = graph.overwrites[node][0]
            if self.query.path(node) is not None:
                return node
        return None

    def _zero(self, node: int, path: Path) -> Verdict:
        """A path that carries may still give zeros only, where every way goes through an op with a zero gradient."""
        if not self.query.met_zero:
            return Verdict("sound", path)
        if self._strict is None:
            q = self.query
            self._strict = Query(
                q.graph, q.tape, q.targets, q.time, zero_breaks=True, aside=q.aside, ones=q.ones
            )
        strict = self._strict.path(node)
        if strict is None or not strict.broken:
            return Verdict("sound", path)
        return Verdict("zero", strict, strict.broken)

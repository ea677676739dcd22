"""The findings of a run, and of the next runs of the same document: what still holds is not told anew."""

from __future__ import annotations

from dataclasses import dataclass

from tapelens.findings import Finding, GradientAnswer, Range, TapeAnswer
from tapelens.machine.engine import Run
from tapelens.machine.frames import UnitRef
from tapelens.machine.noticed import REFUSED
from tapelens.report import calls, findings, hygiene, notices, watched
from tapelens.report.calls import Call, Evaluated
from tapelens.report.facts import Facts
from tapelens.report.places import Places


@dataclass(frozen=True, slots=True)
class Told:
    """What was found out about one call, as long as its evaluations are the same and nothing moved."""

    evaluations: tuple[Evaluated, ...]
    again: bool
    places: tuple[tuple[UnitRef, tuple[int, int]], ...]
    call: Call
    findings: tuple[Finding, ...]

    def holds(self, evaluations: list[Evaluated], again: bool) -> bool:
        """Return whether all is as it was."""
        if again != self.again or len(evaluations) != len(self.evaluations):
            return False
        for one, other in zip(evaluations, self.evaluations):
            if one is not other:
                return False
        return all(ref.unit.placed == placed for ref, placed in self.places)


class Reports:
    """Reads findings and answers off one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._graph = run.machine.graph
        self._places = Places(run.module)
        self._evaluated: dict[int, Evaluated] = {}
        self._told: dict[int, Told] = {}
        self._needless: hygiene.Known = {}

    def findings(self) -> list[Finding]:
        """Return the findings of the run as it is now."""
        run, graph, places = self._run, self._graph, self._places
        self._tell()
        noticed = [n for piece in run.telling for n in piece.noticed if n.rule != REFUSED]
        raising = notices.certain(places, noticed)
        refused = {(n.tape, places.segment(n.unit, n.subject)) for n in raising if n.rule == "watch-raises"}
        told = (told for told in self._told.values() if not self._refused_before(told.call, refused))
        found = [one for each in told for one in each.findings]
        found += notices.of_notices(graph, places, raising)
        if not run.notes:
            found += hygiene.of_tapes(run, places, self._needless)
        return found

    def _refused_before(self, call: Call, refused: set[tuple[str, str]]) -> bool:
        """Return whether the tape has raised already when it was told to watch the source that is no tensor."""
        bad, tape = call.shown.bad, call.shown.request.tape
        return bad is not None and (tape.name, self._places.segment(call.unit, bad.node)) in refused

    def gradients(self) -> tuple[GradientAnswer, ...]:
        """Return the answers of all gradient calls of the run as it is now."""
        answers = [
            findings.answer(self._graph, self._places, t.call, t.findings) for t in self._told.values()
        ]
        return tuple(sorted(answers, key=lambda answer: answer.range))

    def certain(self) -> int:
        """Return how many sources certainly get a gradient: a recorded path of which every step is known."""
        return sum(calls.certain(told.call) for told in self._told.values())

    def clashes(self) -> int:
        """Return how many steps behind the calls put whole numbers and fractions together, which raises."""
        reached = (n for told in self._told.values() for n in told.call.shown.query.reached())
        return len(self._graph.clashes.intersection(reached)) if self._graph.clashes else 0

    def misfits(self) -> list[Range | None]:
        """Return where tensors stand that cannot stand there; None where that is no expression of this file's own."""
        found = {id(n.subject): n for piece in self._run.telling for n in piece.noticed if n.rule == REFUSED}
        own = self._run.module
        return [
            self._places.range(n.unit, n.subject)
            if n.unit.module is own and n.subject is not n.node
            else None
            for n in found.values()
        ]

    def tapes(self) -> tuple[TapeAnswer, ...]:
        """Return the tapes of the run as it is now."""
        own = watched.variables(self._graph, [told.call for told in self._told.values()])
        found = findings.tapes(self._run, self._places, own)
        return tuple(sorted(found, key=lambda tape: tape.range))

    def _tell(self) -> None:
        evaluated: dict[int, Evaluated] = {}
        sites: dict[int, list[Evaluated]] = {}
        again: set[int] = set()
        known, module = self._evaluated, self._run.module
        for piece in self._run.telling:
            for request in piece.requests:
                if request.unit.module is not module:
                    continue
                key = id(request)
                one = known.get(key) or calls.evaluate(self._graph, request)
                evaluated[key] = one
                sites.setdefault(id(request.node), []).append(one)
                if one.behind:
                    again.update(one.behind)
        self._evaluated = evaluated
        facts = Facts(self._graph, self._places, again)
        self._told = {
            node: self._site(facts, node, evaluations, node in again) for node, evaluations in sites.items()
        }

    def _site(self, facts: Facts, node: int, evaluations: list[Evaluated], again: bool) -> Told:
        known = self._told.get(node)
        if known is not None and known.holds(evaluations, again):
            return known
        touched = self._places.touched = {}
        call = calls.combined(evaluations)
        found = tuple(f for f in map(findings.finding, facts.of(call)) if f is not None)
        return Told(tuple(evaluations), again, tuple(touched.items()), call, found)

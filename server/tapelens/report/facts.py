"""The facts of one call: which rule speaks, about which sources, with which breaks."""

from __future__ import annotations

import ast
from collections.abc import Set
from dataclasses import replace

from tapelens.findings import Range
from tapelens.flow import reasons
from tapelens.flow.answer import Verdict
from tapelens.flow.graph import Graph
from tapelens.flow.query import Broken
from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.machine.requests import Asked, Request, not_a_tensor
from tapelens.machine.values import Form
from tapelens.report import special
from tapelens.report.calls import Call
from tapelens.report.places import Places
from tapelens.report.said import Said
from tapelens.report.stories import (
    INNER_GRADIENT,
    broken_step,
    part_name,
    place_to_mend,
    source_text,
    story,
)
from tapelens.rules.tape_reused import NEVER_ENTERED


class Facts:
    """Establishes the facts of the calls of one module."""

    def __init__(self, graph: Graph, places: Places, again: Set[int] = frozenset()) -> None:
        self.graph = graph
        self.places = places
        self.again = again  # the syntax nodes of gradients that are differentiated again, by identity

    def of(self, call: Call) -> list[Said]:
        """Return everything that is to be said about a call."""
        if call.raises:
            return [self._raising(call)]
        request = call.shown.request
        untracked = special.untracked(self, call)
        if not request.sources and not request.open_end:
            return untracked or [special.empty_sources(self, call)]
        if special.is_empty(request.target):
            return [special.empty_target(self, call)]
        return [*untracked, *self._broken(call), *special.inside(self, call)]

    def _broken(self, call: Call) -> list[Said]:
        broken = [i for i, kind in enumerate(call.kinds) if kind in ("none", "zero", "sometimes")]
        if not broken:
            return []
        if self._is_whole(call, broken):
            return [self._whole(call, broken)]
        return [*self._sets(call, broken), *self._single(call, broken)]

    # -- parts of a fact -----------------------------------------------------------------------

    def base(self, call: Call, rule: str, source: str) -> Fact:
        request = call.shown.request
        target = (
            self.places.segment(request.unit, request.target_node) if request.target_node else "the target"
        )
        first, last = self._block(call)
        return Fact(
            rule=rule,
            verdict="raises" if call.raises else "none",
            method=request.method,
            target=target,
            source=source,
            tape=request.tape.name,
            line=self.places.range(call.unit, call.node).start.line,
            tape_line=first,
            tape_end=last,
            turn=call.turn,
            once=call.once,
        )

    def _block(self, call: Call) -> tuple[int, int]:
        request = call.shown.request
        block, unit = request.block, request.tape_unit
        if (
            not isinstance(block, (ast.With, ast.AsyncWith))
            or unit is None
            or unit.module is not call.unit.module
        ):
            return 0, 0
        start = unit.unit.start
        return start + block.lineno, start + (block.end_lineno or block.lineno)

    def sources_range(self, call: Call) -> Range:
        return self.places.range(call.unit, call.shown.request.sources_node or call.node)

    def sources_text(self, call: Call) -> str:
        request = call.shown.request
        return (
            self.places.segment(request.unit, request.sources_node) if request.sources_node else "the sources"
        )

    def _breaks(self, call: Call, i: int) -> tuple[BrokenStep, ...]:
        request = call.shown.request
        verdict = call.shown.verdicts[i]
        asked = request.sources[i]
        merged: dict[object, BrokenStep] = {}
        for edge in verdict.broken:
            step = broken_step(self.graph, self.places, edge, verdict.path, asked, request)
            known = merged.setdefault((step.reason, step.location), step)
            merged[step.reason, step.location] = replace(known, name=step.name or known.name)
        steps = [s for s in merged.values() if not _explained(s, merged)]
        return tuple(
            s for s, outer in zip(steps, [*steps[1:], None]) if outer is None or not _within(s, outer)
        )

    def _fact(self, call: Call, i: int, source: str) -> Fact:
        verdict = call.shown.verdicts[i]
        kind = call.kinds[i]
        breaks = self._breaks(call, i)
        rule = self._rule(verdict, breaks, kind)
        base = self.base(call, rule, source)
        depends: tuple[str, ...] = ()
        if rule == reasons.NO_PATH:
            names = [self._owner(n) for n in call.shown.query.depends_on()]
            depends = tuple(dict.fromkeys(name for name in names if name))[:3]
            breaks = ()
        steps = story(self.graph, self.places, verdict.path, verdict.broken)
        if kind == "zero" and self._zero_raises(call, i):
            kind = "raises"
        return replace(base, verdict=kind, breaks=breaks, depends_on=depends, story=steps)

    def _owner(self, variable: int) -> str:
        """Return what to call a variable that the target depends on: by its own name, or its model's."""
        return self.graph.names.get(variable) or self.graph.homes.get(variable, "")

    def _zero_raises(self, call: Call, i: int) -> bool:
        """`unconnected_gradients` cannot make zeros for the variables of Keras 3."""
        request = call.shown.request
        value = request.sources[i].value
        return request.zero and request.keras > 2 and getattr(value, "form", None) == Form.KERAS_VARIABLE

    def _rule(self, verdict: Verdict, breaks: tuple[BrokenStep, ...], kind: str) -> str:
        if kind == "zero":
            return "hidden-by-zero"
        return breaks[0].reason if verdict.broken else reasons.NO_PATH

    # -- whole calls, sets, single sources -----------------------------------------------------

    def _is_whole(self, call: Call, broken: list[int]) -> bool:
        """All sources of several are cut by the same break of the target's side."""
        if len(broken) < 2 or len(broken) != len(call.kinds) or call.shown.request.open_end:
            return False
        if len({call.kinds[i] for i in broken}) != 1:
            return False
        return len({self._last(call, call.shown.verdicts[i]) for i in broken}) == 1

    def _last(self, call: Call, verdict: Verdict) -> tuple[str, object] | None:
        if not verdict.broken:
            return None
        edge: Broken = verdict.broken[-1]
        own = verdict.path is not None and edge.node == verdict.path.nodes[0]
        if edge.reason == reasons.NO_PATH or own:
            return (edge.reason, None)
        place = place_to_mend(self.graph, edge, verdict.path, call.shown.request)
        return (edge.reason, self.places.location(place))

    def _whole(self, call: Call, broken: list[int]) -> Said:
        shortest = min(broken, key=lambda i: len(call.shown.verdicts[i].broken))
        fact = self._fact(call, shortest, self.sources_text(call))
        if fact.breaks and all(
            step.own for step in fact.breaks
        ):  # each source breaks by itself, all for the same reason
            alike = {(s.reason, s.location): s for i in reversed(broken) for s in self._breaks(call, i)}
            fact = replace(fact, breaks=tuple(reversed(alike.values())))
        return Said(fact, self.sources_range(call), None)

    def _sets(self, call: Call, broken: list[int]) -> list[Said]:
        """One fact per set such as `model.trainable_variables`, naming what is broken of it."""
        request = call.shown.request
        said: list[Said] = []
        groups: dict[int, list[int]] = {}
        for i in broken:
            if request.sources[i].index is None:
                groups.setdefault(id(request.sources[i].node), []).append(i)
        for members in groups.values():
            node = request.sources[members[0]].node
            size = sum(1 for a in request.sources if a.node is node)
            shown = min(members, key=lambda i: call.shown.verdicts[i].reason in ("", reasons.NO_PATH))
            fact = self._fact(call, shown, self.places.segment(call.unit, node))
            if len(members) < size:
                names = tuple(
                    dict.fromkeys(part_name(self.graph, self.places, request.sources[i]) for i in members)
                )
                fact = replace(fact, parts=names, total=size if self._counted(request, node) else 0)
            said.append(Said(fact, self.places.range(call.unit, node), None))
        return said

    def _counted(self, request: Request, node: ast.AST) -> bool:
        """Return whether every variable of a set is known by itself: a layer's weights stand there as one."""
        own = [n for asked in request.sources if asked.node is node for n in asked.nodes]
        return not request.open_end and not any(map(self.graph.is_weights, own))

    def _single(self, call: Call, broken: list[int]) -> list[Said]:
        """One fact per source; those that one expression gives under one name are one."""
        request = call.shown.request
        alike: dict[tuple[int, str], list[int]] = {}
        for i in broken:
            asked = request.sources[i]
            if asked.index is not None:
                text = source_text(self.graph, self.places, asked, request)
                alike.setdefault((id(asked.node), text), []).append(i)
        said: list[Said] = []
        for (_, text), members in alike.items():
            asked = request.sources[members[0]]
            index = asked.index if len(members) == 1 else None
            where = self.places.range(call.unit, asked.node)
            said.append(Said(self._fact(call, members[0], text), where, index))
        return said

    # -- calls that raise ----------------------------------------------------------------------

    def _raising(self, call: Call) -> Said:
        evaluated = call.shown
        request = evaluated.request
        fact = self.base(call, call.raises, self.sources_text(call))
        where = self.places.range(call.unit, call.node)
        index: int | None = None
        if call.raises == "unregistered-gradient" and evaluated.raising is not None:
            edge = Broken("unregistered-gradient", evaluated.raising, evaluated.raising)
            asked = request.sources[0] if request.sources else Asked(call.node, request.target, None)
            step = broken_step(self.graph, self.places, edge, None, asked, request)
            fact = replace(fact, breaks=(step,))
        elif call.raises == "not-a-tensor":
            fact, where, index = self._not_a_tensor(call, fact)
        else:
            fact = replace(fact, detail=self._reuse_detail(call))
        return Said(fact, where, index)

    def _reuse_detail(self, call: Call) -> str:
        used = call.shown.request.used
        return str(self.places.location(used).range.start.line) if used is not None else NEVER_ENTERED

    def _not_a_tensor(self, call: Call, fact: Fact) -> tuple[Fact, Range, int | None]:
        request = call.shown.request
        bad = call.shown.bad
        node = bad.node if bad is not None else request.target_node or call.node
        what = not_a_tensor(bad.value if bad is not None else request.target)
        location = self.places.at(call.unit, node)
        text = self.places.segment(call.unit, node)
        own = BrokenStep("not-a-tensor", location, text)
        steps = (own,) if bad is not None else (*self._exits(call), own)
        index = bad.index if bad is not None else None
        return replace(fact, breaks=steps, detail=what), location.range, index

    def _exits(self, call: Call) -> list[BrokenStep]:
        """Return where the target stopped being a tensor, on its way from the first source that it comes from."""
        for i in range(len(call.shown.verdicts)):
            exits = [
                s for s in self._breaks(call, i) if s.reason == reasons.RULE_OF_EFFECT[reasons.Effect.LEFT]
            ]
            if exits:
                return exits
        return []


def _explained(step: BrokenStep, merged: dict[object, BrokenStep]) -> bool:
    """Return whether the step was meant for the tape of a gradient, which was taken in the same place."""
    return step.reason == reasons.WRONG_TAPE and (INNER_GRADIENT, step.location) in merged


def _within(step: BrokenStep, outer: BrokenStep) -> bool:
    """Return whether a step is a part of the expression of the next one, broken for the same reason."""
    inner, around = step.location, outer.location
    same = step.reason == outer.reason == reasons.OUTSIDE and inner.path == around.path
    return same and around.range.start <= inner.range.start and inner.range.end <= around.range.end

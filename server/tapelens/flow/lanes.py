"""The steps of a gradient call in rows and lanes: each step once, below those that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tapelens.findings import GradientAnswer, Location, SourceAnswer, Step, VerdictKind


@dataclass(eq=False, slots=True)
class Node:
    """One step; `before` are the steps that lead to it, each with whether the way from there is broken."""

    step: Step
    before: dict[Node, bool] = field(default_factory=dict)
    verdict: VerdictKind | None = None
    reason: str = ""
    last: bool = False
    reached: bool = False
    row: int = 0
    lane: int = 0
    way_down: int = 0

    @property
    def ends_here(self) -> bool:
        """Whether no gradient gets beyond this step."""
        return bool(self.reason) and not (self.before and not all(self.before.values()))


def named(step: Step) -> str:
    """Return the name to put before the text of a step, nothing where the text is `name += …` itself."""
    augmented = re.match(re.escape(step.message) + r"\s*[^\s\w=(.[]+=", step.text)
    return "" if augmented or step.message == step.text else step.message


def rows(answer: GradientAnswer) -> list[Node]:
    """Return the steps of a call from the sources down to the target, laid out."""
    known: dict[Location, Node] = {}
    ends = {cause.location: cause.reason for f in answer.findings for cause in f.causes}
    for source in answer.sources:
        _take(source, known, ends)
    done: set[int] = set()
    found = [node for end in known.values() for node in _leading_to(end, done)]
    _reach(found)
    _lay_out(found)
    return found


def _take(source: SourceAnswer, known: dict[Location, Node], ends: dict[Location, str]) -> None:
    """Add the story of one source; a source without one stands alone."""
    last: Node | None = None
    for step in source.story or (Step("source", Location(source.range), source.text),):
        if step.kind == "note":
            continue
        node = known.setdefault(step.location, Node(step))
        if last is None:
            node.verdict = source.verdict
        reason = step.reason or ("" if source.verdict == "sound" else ends.get(step.location, ""))
        node.reason = node.reason or reason
        if last is not None and last is not node:
            node.before[last] = bool(reason)
        last = node


def _leading_to(end: Node, done: set[int]) -> Iterator[Node]:
    stack = [(end, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif id(node) not in done:
            done.add(id(node))
            stack.append((node, True))
            stack += [(one, False) for one in reversed(node.before)]


def _reach(found: list[Node]) -> None:
    """Note which steps the gradient reaches on its way up from the target."""
    followed = {one for node in found for one in node.before}
    for node in reversed(found):
        node.last = node not in followed
        node.reached = node.reached or node.last
        for one, broken in node.before.items():
            one.reached = one.reached or (node.reached and not broken)


def _lay_out(found: list[Node]) -> None:
    """Give each step its row, its lane, and the lane in which lines run down to it."""
    after: dict[Node, list[Node]] = {}
    for row, node in enumerate(found):
        node.row = row
        for one in node.before:
            after.setdefault(one, []).append(node)
    pending: dict[int, Node] = {}
    lanes: dict[Node, int] = {}
    for node in found:
        node.lane = node.way_down = lanes.setdefault(node, _free(pending))
        pending.pop(node.lane, None)
        for follower in after.get(node, []):
            if follower not in lanes:
                lanes[follower] = _free(pending)
                pending[lanes[follower]] = follower


def _free(pending: dict[int, Node]) -> int:
    return next(lane for lane in range(len(pending) + 1) if lane not in pending)

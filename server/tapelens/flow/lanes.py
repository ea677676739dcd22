"""The steps of a gradient call in rows and lanes: each step once, below those that lead to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tapelens.findings import GradientAnswer, Location, SourceAnswer, Step, VerdictKind

Key = tuple[Location, str, int]  # where a step stands, its name, how often its place is still to come


@dataclass(eq=False, slots=True)
class Node:
    """One step; `before` are the steps that lead to it, each with whether the way from there is broken."""

    step: Step
    before: dict[Node, bool] = field(default_factory=dict)
    verdict: VerdictKind | None = None
    certain: bool = True
    reason: str = ""
    last: bool = False
    reached: bool = False
    row: int = 0
    lane: int = 0
    way_down: int = 0

    @property
    def ends_here(self) -> bool:
        """Whether no gradient gets beyond this step."""
        return bool(self.reason) and (not self.before or all(self.before.values()))


def named(step: Step) -> str:
    """Return the name to put before the text of a step, nothing where it says `name += …` or `name: …` itself."""
    itself = re.match(re.escape(step.message) + r"\s*([^\s\w=(.[]+=|:|$)", step.text)
    return "" if itself else step.message


def rows(answer: GradientAnswer) -> list[Node]:
    """Return the steps of a call from the sources down to the target, laid out."""
    known: dict[Key, Node] = {}
    ends = {cause.location: cause.reason for f in answer.findings for cause in f.causes}
    taken: dict[Node, None] = {}
    for source in answer.sources:
        taken |= dict.fromkeys(_take(source, known, ends))
    done: set[int] = set()
    found = [node for end in taken for node in _leading_to(end, done)]
    _reach(found)
    _lay_out(found)
    return found


def _take(source: SourceAnswer, known: dict[Key, Node], ends: dict[Location, str]) -> list[Node]:
    """Add the story of one source and return its steps; a source without one stands alone.

    Stories share the steps that they have in common from the target back: a turn of a loop is told once.
    """
    if not source.story:
        place = Location(source.range)
        reason = ends.get(place, "no-path" if source.verdict == "none" else "")
        return [Node(Step("source", place, source.text), verdict=source.verdict, reason=reason)]
    story = _once_in_a_row(source.story)
    to_come = Counter(step.location for step in story)
    taken: list[Node] = []
    for step in story:
        to_come[step.location] -= 1
        reason = step.reason or ("" if source.verdict == "sound" else ends.get(step.location, ""))
        key = step.location, step.message, to_come[step.location]
        node = known.setdefault(key, Node(step))
        last = taken[-1] if taken else None
        if last is None:
            node.verdict, node.certain = source.verdict, source.certain
        elif last not in node.before and _leads_to(node, last):
            node = Node(step)  # another order of the same steps
        node.reason = node.reason or reason
        if last is not None:
            node.before[last] = bool(reason)
        taken.append(node)
    return taken


def _once_in_a_row(story: Iterable[Step]) -> list[Step]:
    """Return a story in which no place follows on itself, as the layers of a model that is called do."""
    told: list[Step] = []
    for step in story:
        if told and told[-1].location == step.location:
            told[-1] = step if step.reason else told[-1]
        else:
            told.append(step)
    return told


def _leads_to(start: Node, end: Node) -> bool:
    todo, seen = [end], {end}
    while todo:
        node = todo.pop()
        if node is start:
            return True
        fresh = [one for one in node.before if one not in seen]
        seen.update(fresh)
        todo += fresh
    return False


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

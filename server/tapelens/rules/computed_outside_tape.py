"""computed-outside-tape: a step was computed where the tape did not record."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, computed, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which step stood where."""
    return f"{computed(edge)}, {_when(fact, edge)}"


def _when(fact: Fact, edge: BrokenStep) -> str:
    if not fact.tape_line or edge.location.path is not None:
        return f"outside the block of {tape(fact)}"
    if edge.early and edge.line > fact.tape_line:
        return f"before {tape(fact)} started"
    if edge.early:
        return f"before {tape(fact)} started on line {fact.tape_line}"
    if edge.line > fact.tape_end:
        return f"after the block of {tape(fact)} ended on line {fact.tape_end}"
    return f"outside the block of {tape(fact)}"


RULE = Rule(
    code="TL101",
    name="computed-outside-tape",
    summary="A step between the source and the target was computed where the tape did not record.",
    message=because(cause),
    cause=cause,
)

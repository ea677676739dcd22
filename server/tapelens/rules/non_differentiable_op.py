"""non-differentiable-op: an operation on the path has no gradient."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which operation ends the path."""
    return f"{step(edge)} is not differentiable"


RULE = Rule(
    code="TL106",
    name="non-differentiable-op",
    summary="An operation on the path has no gradient: rounding, `argmax`, a comparison and the like.",
    message=because(cause),
    cause=cause,
)

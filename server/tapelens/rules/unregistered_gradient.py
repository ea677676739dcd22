"""unregistered-gradient: an operation on the path has no registered gradient."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import gradient, speaking, step
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the call raises, and at which operation."""
    edge = speaking(fact)
    why = "an operation on the path has no registered gradient" if edge is None else cause(fact, edge)
    return f"{gradient(fact)} raises LookupError: {why}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which operation has no gradient."""
    return f"{step(edge)} has no registered gradient"


RULE = Rule(
    code="TL202",
    name="unregistered-gradient",
    summary="An operation on the path has no registered gradient.",
    message=message,
    cause=cause,
    shows="raises",
)

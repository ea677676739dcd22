"""through-state: the value passed through a variable, a metric, a queue or a table."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the value was stored without its history."""
    return f"{code(edge.value) if edge.value else 'the value'} was stored without its history by {step(edge)}"


RULE = Rule(
    code="TL113",
    name="through-state",
    summary="The value passed through state: `assign` of another variable, a metric, a queue or a table.",
    message=because(cause),
    cause=cause,
)

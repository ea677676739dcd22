"""integer-dtype: a value on the path is an integer, a boolean or a string."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, made
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which value has no floating dtype."""
    return f"{made(edge)} is not a floating-point value"


RULE = Rule(
    code="TL107",
    name="integer-dtype",
    summary="A value on the path is an integer, a boolean or a string.",
    message=because(cause),
    cause=cause,
)

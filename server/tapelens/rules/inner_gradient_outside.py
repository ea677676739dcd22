"""inner-gradient-outside: the first derivative was computed where the outer tape did not record."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, computed, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the inner gradient was taken."""
    return f"{computed(edge)}, where {tape(fact)} did not record"


RULE = Rule(
    code="TL118",
    name="inner-gradient-outside",
    summary="A second derivative is asked for, but the first was computed outside the outer tape.",
    message=because(cause),
    cause=cause,
)

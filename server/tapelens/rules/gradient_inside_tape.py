"""gradient-inside-tape: the gradient is taken while the persistent tape still records."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import call, tape
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the tape records its own gradient."""
    return f"{call(fact)} inside the block of {tape(fact)} is recorded as well; take it after the block"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return that the tape records its own gradient."""
    return message(fact)


RULE = Rule(
    code="TL401",
    name="gradient-inside-tape",
    summary="The gradient is taken while the persistent tape still records.",
    message=message,
    cause=cause,
    shows="nothing",
)

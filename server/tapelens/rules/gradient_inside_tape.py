"""gradient-inside-tape: the gradient is taken while the persistent tape still records.

The fact's detail says whether the target is computed in the call's own arguments: the tape must record that.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import call, code, tape
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the tape records its own gradient."""
    recorded = f"{call(fact)} inside the block of {tape(fact)} is recorded as well"
    if fact.detail:
        return f"{recorded}; compute {code(fact.target)} in the block and take the gradient after it"
    return f"{recorded}; take it after the block"


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

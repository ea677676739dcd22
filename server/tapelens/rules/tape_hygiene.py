"""tape-hygiene: a tape is persistent without need, or never asked.

The fact's detail is ONCE or NEVER.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import tape
from tapelens.rules.rule import Rule

ONCE = "once"
NEVER = "never"


def message(fact: Fact) -> str:
    """Return what is needless."""
    if fact.detail == ONCE:
        return f"{tape(fact)} is persistent, but is asked for a gradient only once"
    return f"{tape(fact)} is never asked for a gradient"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what is needless."""
    return message(fact)


RULE = Rule(
    code="TL402",
    name="tape-hygiene",
    summary="A tape is persistent without need, or is never asked for a gradient.",
    message=message,
    cause=cause,
    shows="nothing",
)

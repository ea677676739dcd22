"""tape-reused: a tape that is not persistent is asked again.

The fact's detail is the line of the first call, or NEVER_ENTERED.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import call, tape
from tapelens.rules.rule import Rule

NEVER_ENTERED = "never entered"


def message(fact: Fact) -> str:
    """Return that the call raises, and which call used the tape up."""
    return f"{call(fact)} raises RuntimeError{_later(fact)}: {_use(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which call used the tape up."""
    return _use(fact)


def _use(fact: Fact) -> str:
    if fact.detail == NEVER_ENTERED:
        return f"the block of {tape(fact)} was never entered"
    if fact.method != "gradient" and fact.turn == 1 and fact.detail == str(fact.line):
        return (
            f"{tape(fact)} is not persistent, and without `pfor` it is asked for one gradient after the other"
        )
    line = f" on line {fact.detail}" if fact.detail.isdecimal() and int(fact.detail) != fact.line else ""
    return f"{tape(fact)} is not persistent and was already asked for a gradient{line}"


def _later(fact: Fact) -> str:
    return " in the second turn of the loop" if fact.turn > 1 else ""


RULE = Rule(
    code="TL201",
    name="tape-reused",
    summary="A tape that is not persistent is asked for a second gradient.",
    message=message,
    cause=cause,
    shows="raises",
)

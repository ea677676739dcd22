"""empty-target: the target is an empty list."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code, is_none
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that there is nothing to differentiate."""
    return f"{is_none(fact)}: {_emptiness(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return that there is nothing to differentiate."""
    return _emptiness(fact)


def _emptiness(fact: Fact) -> str:
    return f"the target {code(fact.target)} is empty"


RULE = Rule(
    code="TL122",
    name="empty-target",
    summary="The target is an empty list.",
    message=message,
    cause=cause,
)

"""empty-sources: the list of sources is empty.

The fact's detail is the line where the list was taken, if that was before there were weights.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return which list is empty."""
    return f"{fact.method} of {code(fact.target)} is an empty list: {_emptiness(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which list is empty."""
    return _emptiness(fact)


def _emptiness(fact: Fact) -> str:
    taken = f", taken on line {fact.detail} when there were no weights" if fact.detail.isdecimal() else ""
    return f"{code(fact.source)} holds no variables{taken}"


RULE = Rule(
    code="TL115",
    name="empty-sources",
    summary="The list of sources is empty.",
    message=message,
    cause=cause,
    shows="empty",
)

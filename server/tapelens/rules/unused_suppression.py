"""unused-suppression: a `tapelens: ignore` comment suppresses nothing.

The fact's source is the comment, or the one rule name in it that has no effect.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return which suppression has no effect, or silences everything (`detail` is "blanket")."""
    if fact.detail == "blanket":
        return f"{code(fact.source)} names no rule and silences them all"
    return f"{code(fact.source)} suppresses nothing here"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which suppression has no effect."""
    return message(fact)


RULE = Rule(
    code="TL403",
    name="unused-suppression",
    summary="A `tapelens: ignore` comment suppresses nothing.",
    message=message,
    cause=cause,
    shows="nothing",
)

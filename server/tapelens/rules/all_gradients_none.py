"""all-gradients-none: every gradient given to the optimizer is None.

The fact's source is the optimizer's expression, its method the optimizer's, its detail the line of the
gradient call.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the optimizer refuses, and where the gradients come from."""
    return f"{code(f'{fact.source}.{fact.method}')} raises ValueError: {_origin(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the gradients come from."""
    return _origin(fact)


def _origin(fact: Fact) -> str:
    line = f" computed on line {fact.detail}" if fact.detail.isdecimal() else ""
    return f"every gradient{line} is None"


RULE = Rule(
    code="TL302",
    name="all-gradients-none",
    summary="Every gradient that is given to the optimizer is `None`.",
    message=message,
    cause=cause,
    shows="raises",
)

"""thread-boundary: the computation ran in another thread or replica than the tape."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, step, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what runs elsewhere."""
    return f"{step(edge)} runs in another thread or replica, where {tape(fact)} does not record"


RULE = Rule(
    code="TL117",
    name="thread-boundary",
    summary="The computation ran in another thread or replica than the one in which the tape records.",
    message=because(cause),
    cause=cause,
)

"""source-overwritten: the name given as the source no longer holds what the target was computed from."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the name was bound to a new tensor."""
    name = code(edge.name or fact.source)
    rebound = f"{name} was bound to {step(edge)}"
    if fact.turn > 1:
        return f"{rebound}, a new tensor that {code(fact.tape) if fact.tape else 'the tape'} does not watch"
    return f"{rebound} and no longer holds what {code(fact.target)} was computed from"


RULE = Rule(
    code="TL109",
    name="source-overwritten",
    summary="The name given as the source no longer holds what the target was computed from.",
    message=because(cause),
    cause=cause,
)

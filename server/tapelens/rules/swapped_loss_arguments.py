"""swapped-loss-arguments: the prediction was given to the loss where it expects the labels."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what stands in the place of the labels."""
    return f"{code(edge.value) if edge.value else 'the prediction'} is given as the labels in {step(edge)}"


RULE = Rule(
    code="TL120",
    name="swapped-loss-arguments",
    summary="The prediction was given to the loss where it expects the labels.",
    message=because(cause),
    cause=cause,
)

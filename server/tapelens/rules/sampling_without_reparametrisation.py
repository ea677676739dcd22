"""sampling-without-reparametrisation: a random draw has no gradient with respect to its parameters."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which draw cuts which parameter off."""
    parameter = code(edge.value) if edge.value else "its parameters"
    return f"{step(edge)} draws at random, without a gradient with respect to {parameter}"


RULE = Rule(
    code="TL119",
    name="sampling-without-reparametrisation",
    summary="A random draw on the path has no gradient with respect to the parameters of its distribution.",
    message=because(cause),
    cause=cause,
)

"""left-tensorflow: the value left TensorFlow on its way from the source to the target."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what left TensorFlow, and where."""
    if not edge.value:
        return f"{step(edge)} leaves TensorFlow"
    return f"{code(edge.value)} left TensorFlow in {step(edge)}"


RULE = Rule(
    code="TL105",
    name="left-tensorflow",
    summary="The value left TensorFlow on its way from the source to the target.",
    message=because(cause),
    cause=cause,
)

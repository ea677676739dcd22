"""metric-as-loss: an accuracy is used as the loss."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which metric has no gradient."""
    return f"{step(edge)} is a metric that counts, and has no gradient"


RULE = Rule(
    code="TL121",
    name="metric-as-loss",
    summary="An accuracy is used as the loss.",
    message=because(cause),
    cause=cause,
)

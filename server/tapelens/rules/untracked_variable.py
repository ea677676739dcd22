"""untracked-variable: a `tf.Variable` on a Keras 3 layer or model is not among its weights."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code, speaking, step
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return which variable is missing from which list."""
    edge = speaking(fact)
    if edge is None:
        return f"a variable that {code(fact.target)} depends on is missing from {code(fact.source)}"
    return f"{code(edge.name or edge.text)} is missing from {code(fact.source)}: {cause(fact, edge)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what Keras 3 does not track."""
    return f"Keras 3 does not track {step(edge)} as a weight"


RULE = Rule(
    code="TL116",
    name="untracked-variable",
    summary="A `tf.Variable` or tensor stored on a Keras 3 layer or model is not among its weights.",
    message=message,
    cause=cause,
    shows="missing",
    keras=3,
)

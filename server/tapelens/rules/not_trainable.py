"""not-trainable: the source is a variable that was created with `trainable=False`."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, some, step, tape
from tapelens.rules.rule import Rule

STATISTICS = "statistics"  # of the variables that a layer of Keras makes for its own use


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which variable is not trainable."""
    if edge.op == STATISTICS:
        return f"{step(edge)} keeps values that are not trained (statistics, a seed): {tape(fact)} does not watch them"
    name = some(fact.parts) if fact.parts and not edge.name else code(edge.name or fact.source)
    return f"{name} was created not trainable on {edge.where}, so {tape(fact)} does not watch it"


RULE = Rule(
    code="TL104",
    name="not-trainable",
    summary="The source is a variable that was created with `trainable=False`.",
    message=because(cause),
    cause=cause,
)

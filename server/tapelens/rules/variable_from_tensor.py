"""variable-from-tensor: `tf.Variable(tensor)` inside the computation starts a new leaf."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the new variable starts."""
    return f"{step(edge)} starts a new variable, without the history of its value"


RULE = Rule(
    code="TL114",
    name="variable-from-tensor",
    summary="`tf.Variable(tensor)` inside the computation starts a new leaf.",
    message=because(cause),
    cause=cause,
)

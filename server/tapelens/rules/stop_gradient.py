"""stop-gradient: every path from the source to the target is stopped on purpose."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, step
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the gradient is stopped."""
    return f"{step(edge)} stops the gradient"


RULE = Rule(
    code="TL108",
    name="stop-gradient",
    summary=(
        "Every path from the source to the target is stopped on purpose, by `tf.stop_gradient` or a custom "
        "gradient that returns `None`."
    ),
    message=because(cause),
    cause=cause,
)

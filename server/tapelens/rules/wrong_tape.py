"""wrong-tape: the computation was recorded, but by another tape."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, computed, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which step another tape recorded."""
    return f"{computed(edge)}, under another tape than {tape(fact)}"


RULE = Rule(
    code="TL112",
    name="wrong-tape",
    summary="The computation was recorded, but by another tape.",
    message=because(cause),
    cause=cause,
)

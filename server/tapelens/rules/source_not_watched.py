"""source-not-watched: the source is a tensor that the tape does not watch."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, step, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return what the value is and that nobody watches it."""
    name = edge.name or fact.source
    if "GradientTape(" in edge.text:
        opened = f"opened with watch_accessed_variables=False on {edge.where}"
        return f"{tape(fact)} was {opened} and does not watch {code(name)}"
    made = f", which was made by {step(edge)}" if edge.text and edge.text != name else ""
    return f"{tape(fact)} does not watch {code(name)}{made}"


RULE = Rule(
    code="TL102",
    name="source-not-watched",
    summary="The source is a tensor that the tape does not watch.",
    message=because(cause),
    cause=cause,
)

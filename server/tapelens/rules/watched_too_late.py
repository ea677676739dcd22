"""watched-too-late: `tape.watch` came after the use."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, code, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return when the watch came."""
    line = f" on {edge.where}" if ".watch(" in edge.text else ""
    name = code(edge.name or fact.source)
    return f"{tape(fact)} was told to watch {name}{line}, after {name} had been used"


RULE = Rule(
    code="TL103",
    name="watched-too-late",
    summary="`tape.watch` came after the value had been used.",
    message=because(cause),
    cause=cause,
)

"""recording-stopped: a step was computed under `stop_recording`, or before `reset`."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import because, computed, tape
from tapelens.rules.rule import Rule


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which step the tape did not keep."""
    return f"{computed(edge)}, which {tape(fact)} did not keep because of `stop_recording` or `reset`"


RULE = Rule(
    code="TL111",
    name="recording-stopped",
    summary="A step was computed under `tape.stop_recording()`, or before `tape.reset()`.",
    message=because(cause),
    cause=cause,
)

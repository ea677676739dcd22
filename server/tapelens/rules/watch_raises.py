"""watch-raises: `tape.watch` is given what it refuses.

The fact's source is the watched expression, its detail says why it is refused.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code, step
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the call raises, and why."""
    call = code(f"{fact.tape or 'tape'}.watch({fact.source})")
    return f"{call} raises: {fact.detail or 'it can watch tensors and tf.Variables only'}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the value comes from."""
    return f"{step(edge)} cannot be watched"


RULE = Rule(
    code="TL204",
    name="watch-raises",
    summary="`tape.watch` is given something that it refuses.",
    message=message,
    cause=cause,
    shows="raises",
)

"""not-a-tensor: the target or a source is no tensor.

The fact's last broken step is that value, its detail says what it is ("a NumPy array"). Steps before it are
where the target left TensorFlow.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import call, code, speaking, step
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the call raises, and which argument is what."""
    edge = speaking(fact)
    name = fact.target if edge is None else edge.name or edge.text
    what = f"is {fact.detail}, not a tensor" if fact.detail else "is not a tensor"
    exits = [other for other in fact.breaks if other is not edge]
    since = f", since {step(exits[0])}" if exits and fact.detail else ""
    return f"{call(fact)} raises: {code(name)} {what}{since}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return where the value comes from."""
    return f"{step(edge)} is {fact.detail or 'not a tensor'}"


RULE = Rule(
    code="TL203",
    name="not-a-tensor",
    summary="The target or a source of the call is not a tensor.",
    message=message,
    cause=cause,
    shows="raises",
)

"""hidden-by-zero: a gradient of zeros hides that nothing flows from the source to the target."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules import catalogue
from tapelens.rules.phrases import gradient, speaking, step
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return that the gradient is zero, and which step makes or hides that."""
    edge = speaking(fact)
    why = "nothing flows between them" if edge is None else _cause_of(fact, edge)
    if fact.verdict == "raises":
        return f"{gradient(fact)} raises AttributeError: Keras 3 variables cannot be given zeros, and {why}"
    return f"{gradient(fact)} is always zero: {why}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which operation gives zeros."""
    if edge.op.startswith("inside of "):
        return f"{step(edge)} leaves TensorFlow {edge.op.replace('tf.py_function', '`tf.py_function`')}, which gives zeros"
    return f"{step(edge)} has a gradient that is zero everywhere"


def _cause_of(fact: Fact, edge: BrokenStep) -> str:
    """`unconnected_gradients` hides breaks of every kind; each is told in the words of its own rule."""
    rule = catalogue.get(edge.reason)
    return cause(fact, edge) if rule is None else rule.cause(fact, edge)


RULE = Rule(
    code="TL301",
    name="hidden-by-zero",
    summary="A gradient of zeros hides that nothing flows from the source to the target.",
    message=message,
    cause=cause,
    shows="zero",
)

"""empty-sources: the list of sources is empty.

The fact's detail is `taken N`, `frozen N` or `hidden N`: the line where the list was taken before there were
weights, where the model was frozen, or where a layer was made that the list's owner does not look into.
"""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return which list is empty."""
    return f"{fact.method} of {code(fact.target)} is an empty list: {_emptiness(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return which list is empty."""
    return _emptiness(fact)


def _emptiness(fact: Fact) -> str:
    return f"{code(fact.source)} holds no variables{_origin(fact.detail)}"


def _origin(detail: str) -> str:
    what, _, line = detail.partition(" ")
    if what == "frozen":
        return f", since the model was frozen on line {line}"
    if what == "hidden":
        return f", as what line {line} makes is not tracked: Keras looks into its own layers only, `tf.Module` into modules"
    return f", taken on line {line} when there were no weights" if line else ""


RULE = Rule(
    code="TL115",
    name="empty-sources",
    summary="The list of sources is empty.",
    message=message,
    cause=cause,
    shows="empty",
)

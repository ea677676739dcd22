"""no-path: the target does not depend on this source at all."""

from __future__ import annotations

from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules.phrases import code, is_none, some
from tapelens.rules.rule import Rule


def message(fact: Fact) -> str:
    """Return the verdict, and what the target does depend on."""
    return f"{is_none(fact)}: {_independence(fact)}"


def cause(fact: Fact, edge: BrokenStep) -> str:
    """Return that nothing leads from the source to the target."""
    return _independence(fact)


def _independence(fact: Fact) -> str:
    what = some(fact.parts) if fact.parts and len(fact.parts) != fact.total else code(fact.source)
    known = f", but on {some(fact.depends_on)}" if fact.depends_on else ""
    return f"{code(fact.target)} does not depend on {what}{known}"


RULE = Rule(
    code="TL110",
    name="no-path",
    summary="The target does not depend on this source at all.",
    message=message,
    cause=cause,
)

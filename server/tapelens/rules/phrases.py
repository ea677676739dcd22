"""The words that rules share: how a gradient, a step and a place are named in a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tapelens.flow.verdict import BrokenStep, Fact

_LONGEST = 60
_METHODS = {"gradient": "gradient", "jacobian": "Jacobian", "batch_jacobian": "batch Jacobian"}
_NAMED_PARTS = 3


def code(expression: str) -> str:
    """Return the user's expression in backticks, on one line and cut where it is long."""
    text = " ".join(expression.split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rstrip() + "…"
    return f"`{text}`"


def tape(fact: Fact) -> str:
    """Return the tape's name, or "the tape" where it has none."""
    return code(fact.tape) if fact.tape else "the tape"


def call(fact: Fact) -> str:
    """Return the call that raises or warns, without its arguments."""
    return code(f"{fact.tape or 'tape'}.{fact.method}")


def some(names: Sequence[str], limit: int = _NAMED_PARTS) -> str:
    """Return the names as an enumeration, the rest counted."""
    shown = [code(name) for name in names[:limit]]
    if len(names) > limit:
        shown.append(f"{len(names) - limit} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def sources(fact: Fact) -> str:
    """Return what the gradient is taken with respect to: the source, or the broken part of a set."""
    if not fact.parts or len(fact.parts) == fact.total:
        return code(fact.source)
    if fact.total:
        return f"{len(fact.parts)} of the {fact.total} in {code(fact.source)} ({some(fact.parts)})"
    return f"{some(fact.parts)} in {code(fact.source)}"


def gradient(fact: Fact) -> str:
    """Return the subject of a sentence: the gradient of what, with respect to what."""
    method = _METHODS.get(fact.method, "gradient")
    return f"{method} of {code(fact.target)} with respect to {sources(fact)}"


def is_none(fact: Fact) -> str:
    """Return the verdict as a clause."""
    if fact.verdict == "sometimes":
        return f"{gradient(fact)} may be None"
    if fact.verdict == "zero":
        return f"{gradient(fact)} is zero"
    return f"{gradient(fact)} is None{_when(fact)}"


def _when(fact: Fact) -> str:
    if fact.once:
        return " in the first turn of the loop"
    return " from the second turn of the loop on" if fact.turn > 1 else ""


def step(edge: BrokenStep) -> str:
    """Return the step as a thing: its expression with its line."""
    return f"{code(edge.text or edge.name)} on {edge.where}"


def computed(edge: BrokenStep) -> str:
    """Return the step as a clause: which name got its value from which expression, and where."""
    if edge.name and edge.text and edge.name != edge.text:
        return f"{code(edge.name)} was computed by {step(edge)}"
    return f"{code(edge.text or edge.name)} was computed on {edge.where}"


def made(edge: BrokenStep) -> str:
    """Return a value with its origin: `x`, made by `tf.Variable(2)` on line 3."""
    if edge.name and edge.text and edge.text != edge.name:
        return f"{code(edge.name)}, made by {step(edge)},"
    return step(edge)


def speaking(fact: Fact) -> BrokenStep | None:
    """Return the broken step that the rule is about: the first with its reason, else the first."""
    own = (edge for edge in fact.breaks if edge.reason == fact.rule)
    return next(own, fact.breaks[0] if fact.breaks else None)


def _alike(fact: Fact, edge: BrokenStep) -> str:
    """Return which other sources break by themselves for the same reason."""
    others = (
        [e for e in fact.breaks if e.own and e is not edge and e.reason == edge.reason] if edge.own else []
    )
    said = edge.name or edge.text
    names = [name for name in dict.fromkeys(e.name or e.text for e in others) if name != said]
    return f"; the same goes for {some(names)}" if names else ""


def because(cause: Callable[[Fact, BrokenStep], str]) -> Callable[[Fact], str]:
    """Return the message builder of most rules: the verdict, a colon, and the cause of the speaking step."""

    def message(fact: Fact) -> str:
        edge = speaking(fact)
        return is_none(fact) if edge is None else f"{is_none(fact)}: {cause(fact, edge)}{_alike(fact, edge)}"

    return message

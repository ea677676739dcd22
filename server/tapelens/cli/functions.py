"""What is known of one TensorFlow, Keras or NumPy function, in words."""

from __future__ import annotations

from tapelens.knowledge.explain import explain_row
from tapelens.knowledge.spelling import known
from tapelens.knowledge.table import Row, lookup

_MEANINGS = {
    "carry": "carries the gradient",
    "itself": "is given back as it is, with its gradient",
    "zero": "the gradient is always zero",
    "none": "the gradient is None",
    "stop": "stops the gradient: None",
    "leaves": "leaves TensorFlow: the gradient is None",
    "error": "asking for the gradient raises LookupError",
    "state": "goes into state: the gradient is None",
    "variable": "makes a new variable: the gradient is None",
}


def describe(name: str) -> str | None:
    """Return what the function does to the gradient of each argument; None if nothing is known of it."""
    full = known(name)
    if full is None:
        return None
    row = lookup(full)
    said = explain_row(full) or ""
    return "\n".join([*_lines(full, row), "", said]).rstrip() if row is not None else said


def _lines(name: str, row: Row) -> list[str]:
    kind = "" if row.kind == "function" else f"{row.kind} "
    lines = [f"{kind}{name}({', '.join(row.params)}) -> {', '.join(row.outputs)}", ""]
    if not row.effects:
        return [*lines, "No argument of it takes part in a gradient."]
    width = max(map(len, row.effects))
    for parameter, effects in row.effects.items():
        meant = ", or ".join(dict.fromkeys(_MEANINGS.get(effect, effect) for effect in effects))
        lines.append(f"  {parameter:<{width}}  {meant}")
    return lines

"""The join of values that come from different paths."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tapelens.flow.graph import Dtype
from tapelens.machine.frames import Frame, place
from tapelens.machine.values import (
    MISSING,
    UNSET,
    Const,
    Dict,
    External,
    Form,
    Opaque,
    Plain,
    Sequence,
    Tensor,
    Union,
    Value,
)

if TYPE_CHECKING:
    from tapelens.machine.machine import Machine

MAX_OPTIONS = 4


def join_cells(m: Machine, frame: Frame, node: ast.AST, options: list[Any]) -> Any:
    """Return the join of the contents of one cell over several paths."""
    present = [m.opaque(frame, node) if o is UNSET else o for o in options if o is not MISSING]
    if not present:
        return MISSING
    if all(isinstance(o, Value) for o in present):
        return join(m, frame, node, present)
    return _join_raw(m, frame, node, present)


def _join_raw(m: Machine, frame: Frame, node: ast.AST, options: list[Any]) -> Any:
    """Join what is not a value: a container's tuple of elements, a tape's own records, plain Python facts."""
    first = options[0]
    if all(o == first for o in options[1:]):
        return first
    if isinstance(first, tuple):
        if (first and isinstance(first[0], Value)) or any(o and isinstance(o[0], Value) for o in options):
            return _join_items(m, frame, node, options)
        merged: dict[Any, None] = {}
        for option in options:
            merged.update(dict.fromkeys(option))
        return tuple(merged)
    values = [o for o in options if isinstance(o, Value)]
    if values:
        return join(m, frame, node, values)
    return None


def _join_items(
    m: Machine, frame: Frame, node: ast.AST, options: list[tuple[Value, ...]]
) -> tuple[Value, ...]:
    """Join element by element; beyond the shortest, an element that is not always there is joined all the same."""
    size = max(len(o) for o in options)
    return tuple(join(m, frame, node, [o[i] for o in options if i < len(o)]) for i in range(size))


def join(m: Machine, frame: Frame, node: ast.AST, options: list[Value]) -> Value:
    """Return a value that stands for any of the options."""
    distinct = _distinct(options)
    if len(distinct) == 1:
        return distinct[0]
    if all(isinstance(o, (Const, Plain)) for o in distinct):
        return Union(tuple(distinct)) if len(distinct) <= MAX_OPTIONS else Plain()
    if all(isinstance(o, Tensor) for o in distinct):
        return join_tensors(m, frame, node, distinct)
    if all(isinstance(o, Sequence) for o in distinct):
        return _join_sequences(m, frame, node, distinct)
    if len(distinct) > MAX_OPTIONS:
        return m.opaque(frame, node, *distinct)
    return Union(tuple(distinct))


def join_tensors(m: Machine, frame: Frame, node: ast.AST, options: list[Value]) -> Tensor:
    """Return one tensor that is an alias of all options."""
    tensors = [o for o in options if isinstance(o, Tensor)]
    forms = {t.form for t in tensors}
    dtypes = {t.dtype for t in tensors}
    dtype = dtypes.pop() if len(dtypes) == 1 else Dtype.UNKNOWN
    nodes = tuple(dict.fromkeys(t.node for t in tensors))
    missings = {t.missing for t in tensors}
    missing = missings.pop() if len(missings) == 1 else None
    form = forms.pop() if len(forms) == 1 else Form.ANY
    joined = nodes[0] if len(nodes) == 1 else m.graph.alias(nodes, m.context, place(frame, node), dtype)
    made = Tensor(joined, form, dtype, missing)
    exact = {t.exact for t in tensors}
    made.exact = exact.pop() if len(exact) == 1 else ""
    return made


def _join_sequences(m: Machine, frame: Frame, node: ast.AST, options: list[Value]) -> Value:
    sequences = [o for o in options if isinstance(o, Sequence)]
    sizes = {len(s.items) for s in sequences}
    if len(sizes) > 1 or any(s.rest is not None for s in sequences):
        everything = [v for s in sequences for v in (*s.items, *([s.rest] if s.rest is not None else []))]
        rest = join(m, frame, node, everything) if everything else None
        return Sequence(sequences[0].kind, (), rest)
    items = _join_items(m, frame, node, [s.items for s in sequences])
    return Sequence(sequences[0].kind, items)


def _distinct(options: list[Value]) -> list[Value]:
    """Return the options, unions opened, each once."""
    found: dict[object, Value] = {}
    for option in options:
        for value in option.options if isinstance(option, Union) else (option,):
            found.setdefault(_identity(value), value)
    return list(found.values())


def _identity(value: Value) -> object:
    if isinstance(value, Tensor):
        return ("tensor", value.node, value.form, value.missing)
    if isinstance(value, Const):
        held = value.value
        kind = held.__class__
        return (kind, held if kind in _PLAIN_TO_SEE else repr(held))
    if isinstance(value, External):
        return ("external", value.path)
    if isinstance(value, Plain):
        return "plain"
    if isinstance(value, (Dict, Sequence, Opaque)):
        return id(value.cells)
    return id(value)


_PLAIN_TO_SEE = frozenset({bool, int, str, type(None)})

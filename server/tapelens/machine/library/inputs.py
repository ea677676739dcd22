"""What Keras makes of the arguments of a layer: arrays become tensors before the layer's own code sees them."""

from __future__ import annotations

import ast

from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import Dict, Form, Sequence, Tensor, Value


def taken_in(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Args:
    """Return the arguments as the `call` of a layer gets them."""
    positional = tuple(_converted(m, node, value, frame) for value in args.positional)
    keywords = {name: _converted(m, node, value, frame) for name, value in args.keywords.items()}
    return Args(positional, keywords, args.more, args.more_keywords)


def _converted(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Value:
    if isinstance(value, Tensor) and value.form == Form.ARRAY:
        return m.derived(frame, node, (value,), Form.TENSOR, value.dtype)
    if isinstance(value, Sequence) and any(map(_holds_arrays, value.items)):
        items = tuple(_converted(m, node, item, frame) for item in value.items)
        return Sequence(value.kind, items, value.rest)
    if isinstance(value, Dict) and any(map(_holds_arrays, value.known().values())):
        return Dict(
            {k: _converted(m, node, v, frame) for k, v in value.cells.items() if isinstance(v, Value)}
        )
    return value


def _holds_arrays(value: Value) -> bool:
    if isinstance(value, Sequence):
        return any(map(_holds_arrays, value.items))
    if isinstance(value, Dict):
        return any(map(_holds_arrays, value.known().values()))
    return isinstance(value, Tensor) and value.form == Form.ARRAY

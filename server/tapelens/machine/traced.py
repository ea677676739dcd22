"""Loops and branches of TensorFlow in a traced function: each is one op, and gives zeros where eager code gives None."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import Dict, Form, Library, Opaque, Sequence, Tensor, Value

Wrap = Callable[[Any], Any]
IN_GRAPHS = (Form.TENSOR, Form.ANY)


def effect_of_loop(value: Value, frame: Frame) -> int | None:
    """Return what a loop over the value, or as long as it holds, does to a gradient that its turns would end.

    None where Python runs it: nothing. A loop that may be either does not tell.
    """
    if not frame.graph_mode:
        return None
    if isinstance(value, (Opaque, Library)):
        return Effect.CARRY
    return Effect.ZERO if isinstance(value, Tensor) and value.form == Form.TENSOR else None


def loop(m: Machine, node: ast.AST, label: str, frame: Frame, since: int, effect: int = Effect.ZERO) -> Wrap:
    """Return what makes an output of a loop that was run since then: it has a gradient for all that the loop read."""
    read: dict[int, None] = {}
    for inputs in m.graph.inputs[since:]:
        read.update(dict.fromkeys(n for n in inputs if n < since))
    return _output(m, node, label, frame, tuple(read), effect)


def branch(m: Machine, node: ast.AST, label: str, frame: Frame, result: Value) -> Value:
    """Return the outputs of a branch: what reaches one of them has a gradient for the others."""
    made: Value = _output(m, node, label, frame, nodes_of(result), Effect.ZERO)(result)
    return made


def _output(
    m: Machine, node: ast.AST, label: str, frame: Frame, others: tuple[int, ...], effect: int
) -> Wrap:
    def wrap(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(wrap, value))
        if isinstance(value, Sequence):
            made = Sequence(value.kind)
            made.cells = {key: wrap(part) for key, part in value.cells.items()}
            return made
        if isinstance(value, Dict):
            return Dict({key: wrap(part) for key, part in value.cells.items()})
        if not isinstance(value, Tensor) or value.form not in IN_GRAPHS or value.dtype == Dtype.INTEGER:
            return value
        more = tuple((Opaque(n), effect) for n in others if n != value.node)
        output = m.op(frame, node, label, ((value, Effect.CARRY), *more), Form.TENSOR, value.dtype)
        output.exact = value.exact
        return output

    return wrap

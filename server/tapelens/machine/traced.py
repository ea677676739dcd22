"""Loops and branches of TensorFlow in a traced function: each is one op, and gives zeros where eager code gives None."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.names import used_names
from tapelens.machine.store import Entry
from tapelens.machine.values import Dict, Form, Library, Opaque, Sequence, Tensor, Value

Wrap = Callable[[Any], Any]
IN_GRAPHS = (Form.TENSOR, Form.ANY)


def effect_of(value: Value, frame: Frame) -> int | None:
    """Return what a loop over the value, or a loop or a branch by it, does to a gradient that would end inside.

    None where Python runs it: nothing. What may be either does not tell.
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
    return _output(m, node, label, frame, dict.fromkeys(read, effect))


def branch(
    m: Machine, node: ast.AST, label: str, frame: Frame, result: Value, effect: int = Effect.ZERO
) -> Value:
    """Return the outputs of a branch: what reaches one of them has a gradient for the others."""
    made: Value = _output(m, node, label, frame, dict.fromkeys(nodes_of(result), effect))(result)
    return made


def outputs(m: Machine, node: ast.If, frame: Frame, effect: int, changed: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the tensors that a branch changed as outputs of one op: each has a gradient for what the others read.

    A name that nothing reads later is no output; whether anything reads an attribute is not known.
    """
    tensors = [entry for entry in changed if isinstance(entry[2], Tensor)]
    if len(tensors) < 2:
        return
    later = _read_later(m.active[-1], node) if m.active else frozenset()
    shared: dict[int, int] = {}
    for cells, key, value in tensors:
        if cells is not frame.cells:
            shared[value.node] = Effect.CARRY
        elif key in later:
            shared[value.node] = effect
    for cells, key, value in tensors:
        yield cells, key, _output(m, node, "if", frame, shared)(value)


def _read_later(function: Any, node: ast.If) -> frozenset[str]:
    """Return the names that a function reads behind a branch, or anywhere if the branch stands in a loop."""
    found: set[str] = set()
    for inner in ast.walk(function):
        if isinstance(inner, (ast.For, ast.While)) and any(one is node for one in ast.walk(inner)):
            return used_names(function)
        name = inner.target if isinstance(inner, ast.AugAssign) else inner
        read = name is not inner or isinstance(getattr(name, "ctx", None), ast.Load)
        if read and isinstance(name, ast.Name) and name.lineno > (node.end_lineno or 0):
            found.add(name.id)
    return frozenset(found)


def _output(m: Machine, node: ast.AST, label: str, frame: Frame, others: Mapping[int, int]) -> Wrap:
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
        more = tuple((Opaque(n), effect) for n, effect in others.items() if n != value.node)
        output = m.op(frame, node, label, ((value, Effect.CARRY), *more), Form.TENSOR, value.dtype)
        output.exact = value.exact
        return output

    return wrap

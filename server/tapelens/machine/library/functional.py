"""Functional models: what their symbolic outputs were computed with, and those steps made again for a call."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype, Kind
from tapelens.machine import iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import rows
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import MISSING, PLAIN, Dict, Form, Opaque, Sequence, Tensor, Value


def made_with(m: Machine, outputs: Value) -> list[Value]:
    """Return the weights and the unknown parts that symbolic outputs were computed with."""
    nodes = nodes_of(outputs)
    return [Tensor(n, Form.KERAS_VARIABLE, Dtype.FLOAT) for n in weights_behind(m, nodes)] + unknown_behind(
        m, nodes
    )


def weights_behind(m: Machine, outputs: tuple[int, ...]) -> list[int]:
    """Return the variables that the outputs were computed with."""
    return sorted(n for n in behind(m, outputs) if m.graph.kinds[n] == Kind.LEAF and m.graph.info[n].variable)


def unknown_behind(m: Machine, outputs: tuple[int, ...]) -> list[Value]:
    """Return the unknown values that the outputs were computed from."""
    return [Opaque(n) for n in behind(m, outputs) if m.graph.kinds[n] == Kind.OPAQUE]


def behind(m: Machine, outputs: tuple[int, ...]) -> set[int]:
    """Return the outputs and everything that they were computed from."""
    seen = set(outputs)
    todo = list(outputs)
    while todo:
        for n in m.graph.inputs[todo.pop()]:
            if n not in seen:
                seen.add(n)
                todo.append(n)
    return seen


def replay(m: Machine, node: ast.AST, inputs: Value, outputs: Value, args: Args, frame: Frame) -> Value:
    """Return the outputs of a functional model for these arguments: its symbolic ops, made again on the tape."""
    given = args.get(0, "inputs") or PLAIN
    mapped: dict[int, tuple[int, ...]] = {}
    _match(inputs, given, mapped, m, node, frame)
    where = place(frame, node)

    def copy(n: int) -> tuple[int, ...]:
        if n in mapped:
            return mapped[n]
        graph = m.graph
        if graph.kinds[n] == Kind.LEAF:
            mapped[n] = (n,)
            return mapped[n]
        sources: list[int] = []
        effects: list[int] = []
        for source, effect in zip(graph.inputs[n], graph.effects[n]):
            for c in copy(source):
                sources.append(c)
                effects.append(effect)
        if graph.kinds[n] == Kind.OP:
            made = graph.op(
                graph.labels[n], tuple(sources), tuple(effects), m.context, where, graph.dtypes[n]
            )
        elif graph.kinds[n] == Kind.ALIAS:
            made = graph.alias(tuple(sources), m.context, where, graph.dtypes[n])
        else:
            made = graph.opaque((*sources, n), m.context, where, "call")
        mapped[n] = (made,)
        return mapped[n]

    def build(value: Value) -> Value:
        if isinstance(value, Sequence):
            return Sequence(value.kind, tuple(map(build, value.items)))
        if isinstance(value, Dict):
            return Dict({k: build(v) for k, v in value.known().items()})
        if isinstance(value, Tensor):
            made = copy(value.node)
            form = Form.SYMBOLIC if rows.is_symbolic(given) else Form.TENSOR
            return (
                Tensor(made[0], form, value.dtype)
                if len(made) == 1
                else m.derived(frame, node, (given,), form)
            )
        return m.opaque(frame, node, value, given)

    return build(outputs)


def _match(
    inputs: Value, given: Value, mapped: dict[int, tuple[int, ...]], m: Machine, node: ast.AST, frame: Frame
) -> None:
    """Map the symbolic inputs to what is passed."""
    if isinstance(inputs, Tensor):
        nodes = nodes_of(given)
        mapped[inputs.node] = nodes or (m.leaf(frame, node, Form.TENSOR, Dtype.FLOAT).node,)
    elif isinstance(inputs, Sequence):
        one = len(inputs.items) == 1 and not isinstance(given, Sequence)
        items = [given] if one else iteration.take(m, node, given, len(inputs.items), frame)
        for part, item in zip(inputs.items, items):
            _match(part, item, mapped, m, node, frame)
    elif isinstance(inputs, Dict):
        for key, part in inputs.known().items():
            item = given.cells.get(key, MISSING) if isinstance(given, Dict) else given
            _match(part, item if isinstance(item, Value) else given, mapped, m, node, frame)

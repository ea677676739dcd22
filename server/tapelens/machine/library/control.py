"""TensorFlow's functions that call the user's functions: cond, while_loop, map_fn, nest."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import calls, iteration, traced, truth
from tapelens.machine.arguments import Args, constant
from tapelens.machine.branches import run_paths
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Flow, Machine
from tapelens.machine.requests import flatten_sources
from tapelens.machine.values import MISSING, PLAIN, REST, Dict, Opaque, Plain, Sequence, Tensor, Value

MOST_CARRIED = 4


@hook("tensorflow.cond", "keras.ops.cond")
def _cond(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    functions = [args.get(1, "true_fn"), args.get(2, "false_fn")]
    known = truth.known(args.get(0, "pred") or PLAIN)
    if known is not None:
        functions = functions[:1] if known else functions[1:]
    return _one_of(m, node, [f for f in functions if f is not None], frame)


def _one_of(m: Machine, node: ast.AST, functions: list[Value], frame: Frame) -> Value:
    if not functions:
        return m.opaque(frame, node)
    results: list[Value] = []

    def path(function: Value) -> int:
        results.append(calls.call(m, node, function, Args(), frame))
        return Flow.NEXT

    run_paths(m, node, frame, [lambda f=f: path(f) for f in functions])  # type: ignore[misc]  # early binding
    if not results:
        return m.opaque(frame, node)
    result = join(m, frame, node, results)
    return traced.branch(m, node, "tf.cond", frame, result) if frame.graph_mode else result


def _looped(m: Machine, node: ast.AST, label: str, result: Value, since: int, frame: Frame) -> Value:
    """Return what a loop of TensorFlow gives: in a traced function it is one op."""
    made: Value = traced.loop(m, node, label, frame, since)(result) if frame.graph_mode else result
    return made


@hook("tensorflow.switch_case")
def _switch(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return _any_branch(m, node, args.get(1, "branch_fns"), args.get(2, "default"), args, frame)


@hook("tensorflow.case")
def _case(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return _any_branch(m, node, args.get(0, "pred_fn_pairs"), args.get(1, "default"), args, frame)


def _any_branch(
    m: Machine, node: ast.AST, branches: Value | None, default: Value | None, args: Args, frame: Frame
) -> Value:
    if isinstance(branches, Dict) and REST not in branches.cells:
        given = tuple(branches.known().values())
    elif isinstance(branches, Sequence) and branches.rest is None:
        given = branches.items
    else:
        return m.opaque(frame, node, *args.all())
    functions = [b.items[-1] if isinstance(b, Sequence) and b.items else b for b in given]
    if default is not None and constant(default, MISSING) is not None:
        functions.append(default)
    return _one_of(m, node, functions, frame)


@hook("tensorflow.while_loop")
def _while_loop(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    body, start = args.get(1, "body"), args.get(2, "loop_vars")
    if body is None or start is None:
        return m.opaque(frame, node, *args.all())
    since = len(m.graph)
    found = iteration.elements(m, node, start, frame)
    if found.rest is not None:
        first = calls.call(m, node, body, Args(found.known), frame)
        return m.opaque(frame, node, start, first, label="call")
    state = list(found.known)
    for _ in range(min(len(state), MOST_CARRIED) + 1):  # so often a value can be handed on before it is back
        result = calls.call(m, node, body, Args(tuple(state)), frame)
        after = iteration.take(m, node, result, len(state), frame) if len(state) > 1 else [_single(result)]
        state = [join(m, frame, node, [a, b]) for a, b in zip(state, after, strict=True)]
    if len(state) > MOST_CARRIED:
        return m.opaque(frame, node, *state, label="call")
    return _looped(m, node, "tf.while_loop", Sequence("list", tuple(state)), since, frame)


def _single(value: Value) -> Value:
    return value.items[0] if isinstance(value, Sequence) and len(value.items) == 1 else value


@hook("tensorflow.map_fn", "keras.ops.map")
def _loop_fn(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    since = len(m.graph)
    return _looped(m, node, "tf.map_fn", _map_fn(m, node, args, frame), since, frame)


@hook("tensorflow.vectorized_map", "keras.ops.vectorized_map")
def _map_fn(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function, elems = args.get(0, "fn"), args.get(1, "elems")
    if function is None or elems is None:
        return m.opaque(frame, node, *args.all())
    element = _element(m, node, elems, frame)
    result = calls.call_often(m, node, function, Args((element,)), frame)
    return _stacked(m, node, "tf.map_fn", result, frame)


def _stacked(m: Machine, node: ast.AST, label: str, result: Value, frame: Frame) -> Value:
    """Return the results of all turns put together, in the structure of one result."""
    if isinstance(result, Tensor):
        return m.op(frame, node, label, ((result, Effect.CARRY),), result.form, result.dtype)
    if isinstance(result, Sequence) and result.rest is None:
        items = tuple(_stacked(m, node, label, item, frame) for item in result.items)
        return Sequence(result.kind, items)
    if isinstance(result, Dict) and len(result.known()) == len(result.cells):
        return Dict({k: _stacked(m, node, label, v, frame) for k, v in result.known().items()})
    return m.opaque(frame, node, result, label="call")


def _element(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Value:
    if isinstance(value, Tensor):
        return iteration.element_of(m, node, value, frame)
    if isinstance(value, Sequence):
        return Sequence(value.kind, tuple(_element(m, node, item, frame) for item in value.items), value.rest)
    return m.opaque(frame, node, value)


@hook("tensorflow.scan", "tensorflow.foldl", "tensorflow.foldr")
def _fold(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function, elems = args.get(0, "fn"), args.get(1, "elems")
    if function is None or elems is None:
        return m.opaque(frame, node, *args.all())
    start, since = args.get(2, "initializer"), len(m.graph)
    state = start or _element(m, node, elems, frame)
    results = [] if start is not None else [state]  # the first element stands for itself
    for _ in range(2):
        element = _element(m, node, elems, frame)
        results.append(calls.call(m, node, function, Args((state, element)), frame))
        state = join(m, frame, node, [state, results[-1]])
    result = _stacked(m, node, "tf.scan", join(m, frame, node, results), frame)
    return _looped(m, node, "tf.scan", result, since, frame)


@hook("tensorflow.nest.map_structure", "tensorflow.keras.tree.map_structure", "keras.tree.map_structure")
def _map_structure(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if len(args.positional) != 2:
        return m.opaque(frame, node, *args.all())
    function, structure = args.positional

    def build(value: Value) -> Value:
        if isinstance(value, Sequence):
            rest = build(value.rest) if value.rest is not None else None
            return Sequence(value.kind, tuple(map(build, value.items)), rest)
        if isinstance(value, Dict):
            return Dict({k: build(v) for k, v in value.cells.items() if isinstance(v, Value)})
        whole = isinstance(
            value, (Opaque, Plain)
        )  # may be a structure: the result holds what was made of its parts
        made = (calls.call_often if whole else calls.call)(m, node, function, Args((value,)), frame)
        return m.opaque(frame, node, made, value) if whole else made

    return build(structure)


@hook("tensorflow.nest.pack_sequence_as", "keras.tree.pack_sequence_as")
def _pack(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    structure, flat = args.get(0, "structure") or PLAIN, args.get(1, "flat_sequence") or PLAIN
    places, open_end = flatten_sources(node, structure)
    found = iteration.elements(m, node, flat, frame)
    if open_end or found.rest is not None or len(found.known) != len(places):
        return m.opaque(frame, node, *args.all(), label="call")
    by_place = {id(asked.value): value for asked, value in zip(places, found.known, strict=True)}
    if len(by_place) < len(places):
        return m.opaque(frame, node, *args.all(), label="call")
    return _rebuilt(structure, by_place)


def _rebuilt(value: Value, by_place: dict[int, Value]) -> Value:
    if id(value) in by_place:
        return by_place[id(value)]
    if isinstance(value, Sequence):
        return Sequence(value.kind, tuple(_rebuilt(item, by_place) for item in value.items))
    if isinstance(value, Dict):
        return Dict({key: _rebuilt(item, by_place) for key, item in value.known().items()})
    return value


@hook("tensorflow.nest.flatten", "keras.tree.flatten")
def _flatten(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    found, open_end = flatten_sources(node, args.get(0, "structure") or PLAIN)
    rest = m.opaque(frame, node, *args.all()) if open_end else None
    return Sequence("list", tuple(asked.value for asked in found), rest)

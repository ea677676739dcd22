"""`tf.data`: what is put into a dataset comes out of it as bare numbers, without its history."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import calls
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.iteration import Elements, element_of
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import methods, new
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    PLAIN,
    Dict,
    Form,
    Instance,
    Library,
    Method,
    Opaque,
    Sequence,
    Tensor,
    Value,
)

SAME = frozenset(
    "batch shuffle repeat take skip prefetch cache filter shard with_options padded_batch unbatch rebatch "
    "ragged_batch take_while snapshot".split()
)
ROOT = "tensorflow.data.Dataset"


def elements(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Elements | None:
    """Return the elements of a library object or of a named tuple, None when nothing is known of them."""
    from tapelens.machine import classes
    from tapelens.machine.library.objects import kind_of

    if isinstance(value, Instance):
        fields = classes.as_tuple(value)
        if fields is not None:
            return Elements(fields.items, None, len(fields.items))
    if isinstance(value, Library):
        if kind_of(value) == "dataset":
            return Elements((), lambda: _drawn(m, node, value.cells["element"], frame))
        return Elements((), lambda: m.opaque(frame, node, value))
    return None


def _drawn(m: Machine, node: ast.AST, element: Value, frame: Frame) -> Value:
    """Return one element as the loop gets it: a new tensor with the numbers of what was put in."""
    if isinstance(element, Sequence) and element.rest is None:
        return Sequence("tuple", tuple(_drawn(m, node, item, frame) for item in element.items))
    if isinstance(element, Dict):
        return Dict({k: _drawn(m, node, v, frame) for k, v in element.cells.items() if isinstance(v, Value)})
    if isinstance(element, Tensor):
        return m.op(frame, node, "tf.data.Dataset", ((element, Effect.LEFT),), Form.TENSOR, element.dtype)
    return element if element is PLAIN else m.opaque(frame, node, element)


def _dataset(m: Machine, node: ast.AST, element: Value, frame: Frame) -> Library:
    made = new(m, node, ROOT, "dataset", frame)
    made.cells["element"] = element
    return made


@hook(f"{ROOT}.from_tensor_slices", f"{ROOT}.from_tensors")
def _from_tensors(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    given = args.get(0, "tensors") or PLAIN
    return _dataset(m, node, _slices(m, node, given, frame), frame)


def _slices(m: Machine, node: ast.AST, given: Value, frame: Frame) -> Value:
    if isinstance(given, Sequence) and given.kind == "tuple":
        return Sequence("tuple", tuple(_slices(m, node, item, frame) for item in given.items), given.rest)
    if isinstance(given, Dict):
        cells = {k: _slices(m, node, v, frame) for k, v in given.cells.items() if isinstance(v, Value)}
        return Dict(cells)
    if isinstance(given, Tensor):
        return element_of(m, node, given, frame)
    return m.op(frame, node, "tf.data.Dataset", ((given, Effect.CARRY),))


@hook(f"{ROOT}.zip")
def _zip(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    given = args.positional
    first = args.get(0, "datasets")
    if isinstance(first, Sequence) and first.rest is None:
        given = first.items
    if not given or not all(isinstance(v, Library) and "element" in v.cells for v in given):
        return m.opaque(frame, node, *args.all(), label="call")
    parts = tuple(v.cells["element"] for v in given if isinstance(v, Library))
    return _dataset(m, node, Sequence("tuple", parts), frame)


@methods("dataset")
def _method(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    element: Value = owner.cells["element"]
    if name == "map":
        return _mapped(m, node, element, args, frame)
    if name == "enumerate":
        return _dataset(m, node, Sequence("tuple", (PLAIN, element)), frame)
    if name in SAME:
        return _dataset(m, node, element, frame)
    if name in ("cardinality", "save"):
        return PLAIN
    return calls.opaque_call(m, node, Method(owner, name), args, frame)


def _mapped(m: Machine, node: ast.AST, element: Value, args: Args, frame: Frame) -> Value:
    """The function runs in the dataset's own graph; it gets the parts of a tuple as arguments of its own."""
    function = args.get(0, "map_func")
    if function is None:
        return m.opaque(frame, node, *args.all(), label="call")
    given = element.items if isinstance(element, Sequence) and element.rest is None else (element,)
    before = len(m.graph)
    result = calls.call(m, node, function, Args(tuple(given)), frame)
    return _dataset(m, node, _cut_off(m, node, result, before, frame), frame)


def _cut_off(m: Machine, node: ast.AST, value: Value, before: int, frame: Frame) -> Value:
    """Return what a function gave in a dataset's graph, where no tape records: new numbers from what it read."""
    if isinstance(value, Sequence) and value.rest is None:
        return Sequence(value.kind, tuple(_cut_off(m, node, item, before, frame) for item in value.items))
    if isinstance(value, Dict):
        known = value.known()
        return Dict({k: _cut_off(m, node, v, before, frame) for k, v in known.items()}) if known else value
    if not isinstance(value, Tensor) or value.node < before:
        return value
    read: dict[int, None] = {}
    todo, seen = [value.node], {value.node}
    while todo:
        for n in m.graph.inputs[todo.pop()]:
            if n < before:
                read[n] = None
            elif n not in seen:
                seen.add(n)
                todo.append(n)
    inputs = tuple((Opaque(n), Effect.LEFT) for n in read)
    return m.op(frame, node, "tf.data.Dataset.map", inputs, value.form, value.dtype) if inputs else value

"""Objects of library classes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from tapelens.flow.graph import Dtype, Leaf
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import Row
from tapelens.machine import calls
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import dtypes, instances, models, optimizers, rows, variables
from tapelens.machine.library.inputs import taken_in
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Bound,
    Const,
    Form,
    Function,
    Instance,
    Library,
    Method,
    Opaque,
    Sequence,
    Tensor,
    Union,
    Value,
)

KINDS = ("layer", "model", "loss", "metric", "optimizer")
SETTING_UP = ("_initializer", "_regularizer", "_constraint")  # what acts on weights, not on what comes in
NAMESPACE = "namespace"  # an object of plain data, besides what the program sets on it
MethodHook = Callable[[Machine, ast.AST, Library, str, Args, Frame], Value]
METHODS: dict[str, MethodHook] = {}


def methods(kind: str) -> Callable[[MethodHook], MethodHook]:
    """Register what the methods of library objects of this kind do."""

    def register(function: MethodHook) -> MethodHook:
        METHODS[kind] = function
        return function

    return register


def new(m: Machine, node: ast.AST, path: str, kind: str, frame: Frame, info: Leaf | None = None) -> Library:
    """Return a new object of a library class; its node is a variable where the class has weights."""
    label = path.rsplit(".", 1)[-1]
    made = m.graph.leaf(place(frame, node), m.context, Dtype.FLOAT, info or Leaf(), label)
    library = Library(path, made)
    library.cells["__kind__"] = kind
    library.cells["__built__"] = False
    return library


def make(m: Machine, node: ast.AST, path: str, row: Row, args: Args, frame: Frame) -> Library:
    """Return the object that constructing a class of the knowledge table gives."""
    trainable, frozen = row.weights or (0, 0)
    made = new(m, node, path, row.kind, frame, Leaf(variable=trainable > 0, weights=True))
    made.cells["__row__"] = row
    if frozen and _keeps_state(row, args):
        info = Leaf(variable=True, trainable=False, weights=True)
        made.cells["__frozen__"] = Tensor(
            m.graph.leaf(place(frame, node), m.context, Dtype.FLOAT, info, "statistics"),
            Form.KERAS_VARIABLE,
            Dtype.FLOAT,
        )
    flag = args.keywords.get("trainable")
    made.cells["trainable"] = flag if flag is not None else Const(True)
    inner = [v for v in args.all() if isinstance(v, (Library, Instance, Opaque))]
    if inner and row.kind == "layer":
        made.cells["__inner__"] = Sequence("list", tuple(inner))
    made.cells["name"] = args.keywords.get("name", PLAIN)
    if row.kind == "optimizer":
        made.cells["__built__"] = True
    if "return_state" in args.keywords:
        made.cells["__several__"] = True
    if any(name.endswith("_regularizer") for name in args.keywords):
        made.cells["__regularized__"] = True
    if any(name in args.keywords for name in ("input_shape", "input_dim", "batch_input_shape")):
        made.cells["__built__"] = True
    codes = [v for k, v in args.keywords.items() if not k.endswith(SETTING_UP)]
    functions = tuple(v for v in (*args.positional, *codes) if isinstance(v, (Function, Bound)))
    if functions:
        made.cells["__functions__"] = functions
    function = args.get(0, "function")
    if path.endswith(".Lambda") and function is not None:
        made.cells["__function__"] = function
    return made


def _keeps_state(row: Row, args: Args) -> bool:
    """Return whether the layer certainly has its own variables: one that draws needs none to draw nothing."""
    if not row.name.endswith(("Dropout", "Dropout1D", "Dropout2D", "Dropout3D", "GaussianNoise")):
        return True
    return any(isinstance(v, Const) and isinstance(v.value, float) and v.value > 0 for v in args.all())


def kind_of(owner: Library) -> str:
    """Return what sort of object it is: layer, model, loss, metric, optimizer, or empty."""
    return str(owner.cells.get("__kind__", ""))


def call_object(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    """Return what calling a library object gives."""
    kind = kind_of(owner)
    if kind == "model":
        return models.call(m, node, owner, args, frame)
    if kind == "layer":
        return _call_layer(m, node, owner, args, frame)
    if kind == "loss":
        return rows.apply(m, node, owner.cells["__row__"], args, frame)
    if kind == "metric":
        return _metric_result(m, node, owner, args, frame)
    return calls.opaque_call(m, node, owner, args, frame)


def _call_layer(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    m.store.set(owner.cells, "__built__", True)
    row: Row = owner.cells["__row__"]
    function = owner.cells.get("__function__")
    if function is not None:
        return calls.call(m, node, function, taken_in(m, node, args, frame), frame)
    given = [
        (v, rows.effect_of(row, name, v, 0))
        for name, v in rows.bind(row, args)
        if name not in ("training", "mask")
    ]
    weights: list[tuple[Value, int]] = []
    if m.graph.info[owner.node].variable:
        weights.append((Opaque(owner.node), Effect.CARRY))
    frozen = owner.cells.get("__frozen__")
    if isinstance(frozen, Tensor):
        weights.append((frozen, Effect.CARRY))
    inner = owner.cells.get("__inner__")
    if inner is not None:
        weights.extend((v, Effect.CARRY) for v in variables.everything(inner))
    symbolic = any(rows.is_symbolic(v) for v, _ in given)
    form = Form.SYMBOLIC if symbolic else Form.ANY if _gives_several(owner, args) else Form.TENSOR
    integer = row.outputs[:1] in (("int",), ("bool",), ("string",))
    dtype = Dtype.INTEGER if integer else Dtype.FLOAT
    made = m.op(frame, node, row.name, (*given, *weights), form, dtype)
    made.exact = dtypes.REAL
    if not weights:
        rows.note_target(m, row, rows.bind(row, args), made, 0)
    made = _activated(m, node, owner, made, frame)
    if form == Form.SYMBOLIC and given:
        m.store.set(owner.cells, "input", given[0][0])
        m.store.set(owner.cells, "output", made)
        m.symbolic[made.node] = owner
    return made


def _activated(m: Machine, node: ast.AST, owner: Library, made: Tensor, frame: Frame) -> Tensor:
    """Return the output after the user's functions that the layer was made with."""
    functions: tuple[Value, ...] = owner.cells.get("__functions__", ())
    results = [calls.call(m, node, function, Args((made,)), frame) for function in functions]
    if not results:
        return made
    if len(results) == 1 and isinstance(results[0], Tensor) and "__several__" not in owner.cells:
        return results[0]
    inputs = tuple((value, Effect.CARRY) for value in (made, *results))
    return m.op(frame, node, owner.cells["__row__"].name, inputs, made.form, made.dtype)


def _gives_several(owner: Library, args: Args) -> bool:
    """Return whether the layer may give a tuple or list: an output and states, say."""
    row: Row = owner.cells["__row__"]
    inner = owner.cells.get("__inner__")
    held = inner.items if isinstance(inner, Sequence) else ()
    return (
        len(row.outputs) > 1
        or "__several__" in owner.cells
        or "return_attention_scores" in args.keywords
        or any(not isinstance(part, Library) or "__several__" in part.cells for part in held)
    )


def _metric_result(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    """A metric keeps its values in variables: what it answers does not carry."""
    inputs = tuple((v, Effect.STATE) for v in args.all())
    made = m.op(frame, node, f"{owner.path.rsplit('.', 1)[-1]}()", inputs)
    if nodes_of(Opaque(made.node)) and m.graph.inputs[made.node]:
        m.graph.spill(owner.node, made.node)
    return m.op(frame, node, "", ((Opaque(owner.node), Effect.CARRY),))


def attribute(m: Machine, node: ast.AST, owner: Library, name: str, frame: Frame) -> Value:
    """Return an attribute of a library object."""
    own: Any = owner.cells.get(name, MISSING)
    if name == "layers" and isinstance(own, Sequence):
        own = models.attribute(m, node, owner, name, frame)
    if name in ("inputs", "outputs") and isinstance(own, Tensor):
        return Sequence("list", (own,))
    if own is not MISSING and not name.startswith("__"):
        return own  # type: ignore[no-any-return]
    kind = kind_of(owner)
    if kind == NAMESPACE:
        return PLAIN
    if kind in ("layer", "model"):
        if name in variables.LISTS:
            return variables.listed(m, node, owner, name, frame)
        if name in variables.WEIGHT_NAMES:
            return Tensor(owner.node, Form.KERAS_VARIABLE, Dtype.FLOAT)
        if name in variables.STATISTICS and isinstance(owner.cells.get("__frozen__"), Tensor):
            return owner.cells["__frozen__"]  # type: ignore[no-any-return]
        if kind == "model":
            found = models.attribute(m, node, owner, name, frame)
            if found is not None:
                return found
        if name in ("input_shape", "output_shape", "name", "built", "units", "dtype"):
            return PLAIN
        if name in ("input", "output", "inputs", "outputs", "layers", "layer", "optimizer", "loss"):
            return m.opaque(frame, node, owner)
    return Method(owner, name)


def set_attribute(m: Machine, node: ast.AST, owner: Library, name: str, value: Value, frame: Frame) -> None:
    """Carry out `object.name = value`; a layer computes with the value that a weight was replaced by."""
    if name in variables.WEIGHT_NAMES:
        for n in nodes_of(value):
            m.graph.spill(owner.node, n)
    m.store.set(owner.cells, name, value)
    if name in variables.WEIGHT_NAMES:  # Keras 2 computes with it from now on, Keras 3 raises
        for n in nodes_of(value):
            m.graph.spill(owner.node, n)
    if name == "trainable":
        m.store.set(owner.cells, "__frozen_at__", place(frame, node))
        for part in variables.parts(owner):
            if isinstance(part, (Library, Instance)):
                m.store.set(part.cells, "trainable", value)


def call_method(m: Machine, node: ast.AST, owner: Value, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of a library object, or one inherited from a library base, gives."""
    if isinstance(owner, Instance):
        return instances.call_method(m, node, owner, name, args, frame)
    if not isinstance(owner, Library):
        return NONE
    kind = kind_of(owner)
    if kind in METHODS:
        return METHODS[kind](m, node, owner, name, args, frame)
    if kind == "optimizer":
        return optimizers.call_method(m, node, owner, name, args, frame)
    if kind == "metric" and name == "result":
        return m.op(frame, node, "", ((Opaque(owner.node), Effect.CARRY),))
    if kind == "metric" and name == "update_state":
        _metric_result(m, node, owner, args, frame)
        return NONE
    if kind == "metric" and name.startswith("reset"):
        return NONE
    if kind in ("model", "layer"):
        return models.call_method(m, node, owner, name, args, frame)
    if kind == "loss" and name == "call":
        return call_object(m, node, owner, args, frame)
    return calls.opaque_call(m, node, Method(owner, name), args, frame)


def flag(value: Value | None) -> bool | None:
    """Return what a `trainable` flag says, None when unknown."""
    if value is None:
        return True
    if isinstance(value, Union):
        return None
    known = constant(value, MISSING)
    return None if known is MISSING else bool(known)

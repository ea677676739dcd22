"""Objects of library classes, and what the user's classes inherit from library bases."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from tapelens.flow.graph import Dtype, Leaf
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import Row, lookup
from tapelens.machine import calls, iteration
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import dtypes, models, optimizers, rows, variables
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Const,
    Form,
    Instance,
    Library,
    Method,
    Opaque,
    Sequence,
    Tensor,
    Union,
    Value,
)

LISTS = frozenset(
    "trainable_variables trainable_weights variables weights non_trainable_variables non_trainable_weights".split()
)
INHERITED = frozenset(
    "add_weight add_variable predict predict_on_batch fit evaluate compile build summary save save_weights "
    "load_weights get_weights set_weights train_on_batch compute_loss compiled_loss".split()
)
KINDS = ("layer", "model", "loss", "metric", "optimizer")
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
        return calls.call(m, node, function, args, frame)
    given = [
        (v, rows.effect_of(row, name, v, 0))
        for name, v in rows.bind(row, args)
        if name not in ("training", "mask")
    ]
    weights: list[tuple[Value, Effect]] = []
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
    if form == Form.SYMBOLIC and given:
        m.store.set(owner.cells, "input", given[0][0])
        m.store.set(owner.cells, "output", made)
        m.symbolic[made.node] = owner
    return made


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
        if name in LISTS:
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
        return _inherited(m, node, owner, name, args, frame)
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


def _inherited(m: Machine, node: ast.AST, owner: Instance, name: str, args: Args, frame: Frame) -> Value:
    if name in ("add_weight", "add_variable", "add_parameter"):
        made = variables.add_weight(m, node, args, frame)
        m.store.set(owner.cells, f"weight {made.node}", made)  # it is the object's, kept under a name or not
        return made
    if name in ("fit", "train_on_batch"):
        _train(m, node, owner, args, frame)
    if name in ("compute_loss", "compiled_loss"):
        return _compiled_loss(m, node, owner, name, args, frame)
    if name == "__init__":
        init_instance(m, node, owner, args, frame)
        return NONE
    if name in ("__call__", "call"):
        return calls.opaque_call(m, node, owner, args, frame)
    return models.call_method(m, node, owner, name, args, frame)


def _train(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> None:
    """`fit` calls the user's own `train_step` with batches of what it was given."""
    from tapelens.machine import classes, functions
    from tapelens.machine.values import Function

    step = classes.find(owner.cls, "train_step")
    if isinstance(step, Function):
        functions.call(m, node, step, Args((owner, _batch(m, node, args, frame))), frame)


def _batch(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """Return one batch of what is given to `fit`: its numbers, without their history."""
    x, y = args.get(0, "x"), args.get(1, "y")
    given = [v for v in (x, y) if v is not None]
    if isinstance(x, Library) and y is None and "element" in x.cells:
        return iteration.elements(m, node, x, frame).fresh()
    if not given or not all(isinstance(v, Tensor) for v in given):
        return m.opaque(frame, node, *args.all())
    parts = tuple(m.op(frame, node, "fit", ((v, Effect.LEFT),), Form.TENSOR, Dtype.UNKNOWN) for v in given)
    return parts[0] if len(parts) == 1 else Sequence("tuple", parts)


def _compiled_loss(m: Machine, node: ast.AST, owner: Instance, name: str, args: Args, frame: Frame) -> Value:
    """The loss of `compile`, with the penalties that layers add on their own weights."""
    first = 0 if name == "compiled_loss" else 1
    given = [v for i, n in ((first, "y"), (first + 1, "y_pred")) if (v := args.get(i, n)) is not None]
    parts = variables.everything(owner)
    penalised = args.more is not None or any(
        not isinstance(part, Library) or "__regularized__" in part.cells
        for part in variables.descendants(owner)
    )
    inputs = [(v, Effect.CARRY) for v in given] + [(p, Effect.CARRY) for p in parts if penalised]
    return m.op(frame, node, f"self.{name}", tuple(inputs), Form.TENSOR, Dtype.FLOAT)


def init_instance(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> None:
    """Carry out the `__init__` that the library base has: a functional model built by a subclass keeps its parts."""
    from tapelens.machine import classes

    inputs, outputs = args.get(0, "inputs"), args.get(1, "outputs")
    if classes.has_foreign_base(owner.cls):
        calls.opaque_call(m, node, Method(owner, "__init__"), args, frame)
    if inputs is not None and outputs is not None and any(rows.is_symbolic(v) for v in (inputs, outputs)):
        m.store.set(owner.cells, "__inputs__", inputs)
        m.store.set(owner.cells, "__outputs__", outputs)
    elif args.positional or (args.more is not None and not _has_call(owner)):
        m.store.set(owner.cells, "__unknown_parts__", True)


def _has_call(owner: Instance) -> bool:
    """Return whether the class says itself how it computes: it is not made of given inputs and outputs then."""
    from tapelens.machine import classes

    return classes.find(owner.cls, "call") is not MISSING


def is_model(owner: Instance) -> bool:
    """Return whether the user's class is a Keras layer or model or a module that collects variables."""
    names = ("Model", "Layer", "Module", "Sequential", "Functional")
    return any(base.rsplit(".", 1)[-1].startswith(names) or lookup_layer(base) for base in owner.cls.library)


def lookup_layer(path: str) -> bool:
    """Return whether the path names a layer of the knowledge table."""
    row = lookup(path) if path != "?" else None
    return row is not None and row.kind == "layer"


def instance_attribute(m: Machine, node: ast.AST, owner: Instance, name: str, frame: Frame) -> Value | None:
    """Return an attribute that the user's class inherits from a library base, None when nothing is known of it."""
    if not owner.cls.library:
        return None
    if name in LISTS and is_model(owner):
        return variables.listed(m, node, owner, name, frame)
    if name in ("trainable", "name", "dtype", "built"):
        return PLAIN if name != "trainable" else owner.cells.get("trainable", Const(True))
    if name in INHERITED:
        return Method(owner, name)
    return None


def before_set(m: Machine, node: ast.AST, owner: Instance, name: str, value: Value, frame: Frame) -> None:
    """A `trainable` set on the user's model or layer reaches all its parts."""
    if name == "trainable" and owner.cls.library:
        m.store.set(owner.cells, "__frozen_at__", place(frame, node))
        for part in variables.parts(owner):
            if isinstance(part, (Library, Instance)):
                m.store.set(part.cells, "trainable", value)


def call_instance(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> Value:
    """Return what calling an object of the user's layer or model class gives: `build` once, then `call`."""
    from tapelens.machine import classes, functions
    from tapelens.machine.values import Function

    if "__outputs__" in owner.cells and owner.cells["__outputs__"] is not MISSING:
        method = classes.find(owner.cls, "call")
        if not isinstance(method, Function):
            return models.replay(m, node, owner.cells["__inputs__"], owner.cells["__outputs__"], args, frame)
    built = owner.cells.get("__built__", MISSING)
    builder = classes.find(owner.cls, "build")
    if built is MISSING and isinstance(builder, Function):
        m.store.set(owner.cells, "__built__", True)
        functions.call(m, node, builder, Args((owner, PLAIN)), frame)
    m.store.set(owner.cells, "__built__", True)
    method = classes.find(owner.cls, "call")
    if method is MISSING:
        method = classes.find(owner.cls, "forward")
    if isinstance(method, Function):
        return functions.call(m, node, method, args.after(owner), frame)
    return calls.opaque_call(m, node, owner, args, frame)


def flag(value: Value | None) -> bool | None:
    """Return what a `trainable` flag says, None when unknown."""
    if value is None:
        return True
    if isinstance(value, Union):
        return None
    known = constant(value, MISSING)
    return None if known is MISSING else bool(known)

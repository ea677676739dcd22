"""Objects of the user's classes, as far as they inherit from library bases: models, layers, modules."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import lookup
from tapelens.machine import builtins, calls, iteration, tapes
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import functional, models, rows, variables
from tapelens.machine.library.inputs import taken_in
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Const,
    Form,
    Function,
    Instance,
    Library,
    Method,
    Sequence,
    Tape,
    Tensor,
    Value,
)

TAPE = "tensorflow.GradientTape"
OF_TAPES = frozenset(
    "gradient jacobian batch_jacobian watch watched_variables reset stop_recording __enter__ __exit__".split()
)
INHERITED = frozenset(
    "add_weight add_variable predict predict_on_batch fit evaluate compile build summary save save_weights "
    "load_weights get_weights set_weights train_on_batch compute_loss compiled_loss".split()
)


def call_method(m: Machine, node: ast.AST, owner: Instance, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method that the object inherits from a library base gives."""
    tape = tape_of(owner)
    if tape is not None and name in OF_TAPES:
        return tapes.call_method(m, node, tape, name, args, frame)
    if name in ("add_weight", "add_variable", "add_parameter"):
        made = variables.add_weight(m, node, args, frame)
        m.store.set(owner.cells, f"weight {made.node}", made)  # it is the object's, kept under a name or not
        return made
    if name in ("fit", "train_on_batch"):
        _train(m, node, owner, args, frame)
    if name in ("compute_loss", "compiled_loss"):
        return _compiled_loss(m, node, owner, name, args, frame)
    if name == "__init__":
        init(m, node, owner, args, frame)
        return NONE
    if name in ("__setattr__", "__getattribute__"):
        return builtins.call(m, node, f"object.{name}", args.after(owner), frame)
    if name in ("__call__", "call"):
        return calls.opaque_call(m, node, owner, args, frame)
    return models.call_method(m, node, owner, name, args, frame)


def _train(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> None:
    """`fit` calls the user's own `train_step` with batches of what it was given."""
    from tapelens.machine import classes, functions

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


def init(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> None:
    """Carry out the `__init__` that the library base has: a functional model built by a subclass keeps its parts."""
    from tapelens.machine import classes

    if TAPE in owner.cls.library:
        made = tapes.make(m, node, args, frame)
        m.tape_reads[made.number] += 1  # who has the object has the tape
        m.store.set(owner.cells, "__tape__", made)
        return
    inputs, outputs = args.get(0, "inputs"), args.get(1, "outputs")
    if classes.has_foreign_base(owner.cls):
        calls.opaque_call(m, node, Method(owner, "__init__"), args, frame)
    if inputs is not None and outputs is not None and any(rows.is_symbolic(v) for v in (inputs, outputs)):
        m.store.set(owner.cells, "__inputs__", inputs)
        m.store.set(owner.cells, "__outputs__", outputs)
    elif args.positional or (args.more is not None and not _has_call(owner)):
        m.store.set(owner.cells, "__unknown_parts__", True)


def tape_of(owner: Value) -> Tape | None:
    """Return the tape that an object of a user's subclass of the tape is."""
    tape = owner.cells.get("__tape__") if isinstance(owner, Instance) else None
    return tape if isinstance(tape, Tape) else None


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


def attribute(m: Machine, node: ast.AST, owner: Instance, name: str, frame: Frame) -> Value | None:
    """Return an attribute that the user's class inherits from a library base, None when nothing is known of it."""
    if not owner.cls.library:
        return None
    if name in variables.LISTS and is_model(owner):
        return variables.listed(m, node, owner, name, frame)
    if name in ("trainable", "name", "dtype", "built"):
        return PLAIN if name != "trainable" else owner.cells.get("trainable", Const(True))
    if name in INHERITED or (name in OF_TAPES and tape_of(owner) is not None):
        return Method(owner, name)
    return None


def before_set(m: Machine, node: ast.AST, owner: Instance, name: str, value: Value, frame: Frame) -> None:
    """A `trainable` set on the user's model or layer reaches all its parts."""
    if name == "trainable" and owner.cls.library:
        m.store.set(owner.cells, "__frozen_at__", place(frame, node))
        for part in variables.parts(owner):
            if isinstance(part, (Library, Instance)):
                m.store.set(part.cells, "trainable", value)


def call(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> Value:
    """Return what calling an object of the user's layer or model class gives: `build` once, then `call`."""
    from tapelens.machine import classes, functions

    if "__outputs__" in owner.cells and owner.cells["__outputs__"] is not MISSING:
        method = classes.find(owner.cls, "call")
        if not isinstance(method, Function):
            return functional.replay(
                m, node, owner.cells["__inputs__"], owner.cells["__outputs__"], args, frame
            )
    measured = _measured(m, node, owner, args, frame)
    if measured is not None:
        return measured
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
        if any(base.startswith("keras.") for base in owner.cls.library):
            args = taken_in(m, node, args, frame)
        return functions.call(m, node, method, args.after(owner), frame)
    return calls.opaque_call(m, node, owner, args, frame)


def _measured(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> Value | None:
    """Return what calling a metric of the user's gives: `update_state`, then `result`; None for what is no metric."""
    from tapelens.machine import classes, functions

    update, result = (classes.find(owner.cls, name) for name in ("update_state", "result"))
    metric = any(base.endswith(".Metric") for base in owner.cls.library)
    if not metric or not isinstance(update, Function) or not isinstance(result, Function):
        return None
    functions.call(m, node, update, args.after(owner), frame)
    return functions.call(m, node, result, Args((owner,)), frame)

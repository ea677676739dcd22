"""Keras models: Sequential, functional, and whatever is loaded."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype, Kind, Leaf
from tapelens.flow.reasons import Effect
from tapelens.machine import calls, functions, iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.library import callbacks, functional
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Const,
    Dict,
    Form,
    Function,
    Instance,
    Library,
    Method,
    Opaque,
    Sequence,
    Tensor,
    Value,
)

RETURN_ARRAYS = frozenset(
    "predict predict_on_batch predict_step evaluate test_on_batch train_on_batch get_weights".split()
)
KEEP = frozenset(
    "summary save save_weights get_config count_params reset_states reset_state get_layer".split()
)


@hook("keras.Input", "keras.layers.Input", stars=True)
def _input(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return m.leaf(frame, node, Form.SYMBOLIC, Dtype.FLOAT)


@hook("keras.layers.InputLayer", stars=True)
def _input_layer(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return m.leaf(frame, node, Form.SYMBOLIC, Dtype.FLOAT)


@hook("keras.Sequential", "keras.models.Sequential", stars=True)
def _sequential(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine.library import objects

    layers = args.get(0, "layers")
    if layers is None and args.unknown:
        return m.opaque(frame, node, *args.all(), label="call")
    made = objects.new(m, node, "keras.Sequential", "model", frame, Leaf())
    made.cells["trainable"] = Const(True)
    found = iteration.listed(m, node, layers, frame) if layers is not None else Sequence("list")
    made.cells["layers"] = found
    if isinstance(found, Sequence):
        _build_if_shaped(m, node, found, frame)
    return made


def _build_if_shaped(m: Machine, node: ast.AST, layers: Sequence, frame: Frame) -> None:
    """A Sequential that starts with an input shape builds all its layers at once."""
    first = layers.items[0] if layers.items else None
    shaped = isinstance(first, Tensor) or (
        isinstance(first, Library) and first.cells.get("__built__") is True
    )
    if shaped:
        build(m, node, layers, frame)


def build(m: Machine, node: ast.AST, value: Value, frame: Frame) -> None:
    """Build a model or layer and all its parts: the library's are marked, the user's `build` runs.

    What a class of the user's holds is built where its `call` leads through it, and so it may be or not.
    """
    from tapelens.machine.library import variables

    seen: set[int] = set()
    todo = [(value, True)]
    while todo:
        current, sure = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Library):
            if sure or current.cells.get("__built__") is False:
                m.store.set(current.cells, "__built__", True if sure else None)
            todo.extend((part, sure) for part in variables.parts(current))
        elif isinstance(current, Instance):
            fresh = current.cells.get("__built__", MISSING) is MISSING
            m.store.set(current.cells, "__built__", True)
            if fresh:
                _build_instance(m, node, current, frame)
            todo.extend((part, False) for part in variables.parts(current))
        elif isinstance(current, Sequence):
            inside = (*current.items, *([current.rest] if current.rest is not None else []))
            todo.extend((part, sure) for part in inside)


@hook("keras.Model", "keras.models.Model", stars=True)
def _model(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine.library import objects, rows

    inputs, outputs = args.get(0, "inputs"), args.get(1, "outputs")
    if inputs is None or outputs is None:
        return _loaded(m, node, args, frame)
    if not _all_symbolic(inputs) or not _all_symbolic(outputs):
        return m.opaque(frame, node, *args.all(), label="call")
    made = objects.new(m, node, "keras.Model", "model", frame, Leaf())
    made.cells.update({"trainable": Const(True), "inputs": inputs, "outputs": outputs, "__built__": True})
    if isinstance(inputs, Tensor) and rows.is_symbolic(inputs):
        made.cells["input"] = inputs
    if isinstance(outputs, Tensor):
        made.cells["output"] = outputs
    return made


def _all_symbolic(value: Value) -> bool:
    if isinstance(value, Tensor):
        return value.form == Form.SYMBOLIC
    if isinstance(value, Sequence):
        return value.rest is None and all(map(_all_symbolic, value.items))
    if isinstance(value, Dict):
        return all(map(_all_symbolic, value.known().values()))
    return False


@hook("keras.models.load_model", "keras.models.clone_model", "keras.saving.load_model", stars=True)
def _loaded(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """A model of which only that it has weights is known."""
    if args.more is not None or any(isinstance(v, (Opaque, Instance)) for v in args.all()):
        return m.opaque(frame, node, *args.all(), label="call")
    return pretrained(m, node, frame)


def pretrained(m: Machine, node: ast.AST, frame: Frame) -> Library:
    """Return a built model with weights and one symbolic input and output."""
    from tapelens.machine.library import objects

    made = objects.new(m, node, "keras.Model", "model", frame, Leaf(variable=True, weights=True))
    made.cells.update({"trainable": Const(True), "__built__": True})
    start = m.leaf(frame, node, Form.SYMBOLIC, Dtype.FLOAT)
    inputs = ((start, Effect.CARRY), (Opaque(made.node), Effect.CARRY))
    end = m.op(frame, node, "model", inputs, Form.SYMBOLIC, Dtype.FLOAT)
    made.cells.update({"input": start, "output": end})
    return made


def nested(m: Machine, owner: Library) -> list[Value]:
    """Return the parts of a model whose variables are its own too."""
    from tapelens.machine.library.variables import inside

    layers = owner.cells.get("layers")
    if isinstance(layers, Sequence):
        return inside(layers)
    outputs = owner.cells.get("outputs")
    if isinstance(outputs, Value):
        return functional.made_with(m, outputs)
    inner = owner.cells.get("__inner__")
    return list(inner.items) if isinstance(inner, Sequence) else []


def _layer_of(m: Machine, node: ast.AST, owner: Value, args: Args, frame: Frame) -> Value | None:
    """Return the layer of that name in a functional or sequential model, any of them for a name that is not known."""
    wanted = args.get(0, "name") or args.get(None, "index")
    if not isinstance(owner, Library) or wanted is None:
        return None
    layers = owner.cells.get("layers")
    outputs = owner.cells.get("outputs")
    found: list[Value] = list(layers.items) if isinstance(layers, Sequence) else []
    if isinstance(outputs, Value):
        found += [m.symbolic[n] for n in functional.behind(m, nodes_of(outputs)) if n in m.symbolic]
    if not isinstance(wanted, Const):
        return join(m, frame, node, list(dict.fromkeys(found))) if found and _all_known(m, owner) else None
    for layer in found:
        name = layer.cells.get("name") if isinstance(layer, Library) else None
        if isinstance(name, Const) and name.value == wanted.value:
            return layer
    return None


def _all_known(m: Machine, owner: Library) -> bool:
    """Return whether the layer of every step of a functional model is known."""
    outputs = owner.cells.get("outputs")
    steps = functional.behind(m, nodes_of(outputs)) if isinstance(outputs, Value) else set()
    return all(n in m.symbolic or m.graph.kinds[n] == Kind.LEAF for n in steps)


def call(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    """Return what calling a model gives."""
    m.store.set(owner.cells, "__built__", True)
    layers = owner.cells.get("layers")
    if isinstance(layers, Sequence):
        return _call_sequential(m, node, owner, layers, args, frame)
    if "outputs" in owner.cells:
        return functional.replay(m, node, owner.cells["inputs"], owner.cells["outputs"], args, frame)
    from tapelens.machine.library import rows

    values = [v for k, v in args.keywords.items() if k not in ("training", "mask")]
    inputs = tuple((v, Effect.CARRY) for v in (*args.positional, *values, Opaque(owner.node)))
    form = Form.SYMBOLIC if any(rows.is_symbolic(v) for v in args.all()) else Form.TENSOR
    return m.op(frame, node, "model", inputs, form, Dtype.FLOAT)


def _call_sequential(
    m: Machine, node: ast.AST, owner: Library, layers: Sequence, args: Args, frame: Frame
) -> Value:
    value = args.get(0, "inputs") or PLAIN
    for layer in layers.items:
        if not isinstance(layer, Tensor):
            value = calls.call(m, node, layer, Args((value,)), frame)
    if layers.rest is not None:
        value = m.opaque(frame, node, value, layers.rest, label="call")
    return value


def attribute(m: Machine, node: ast.AST, owner: Library, name: str, frame: Frame) -> Value | None:
    """Return an attribute of a model, None where it is like a layer's."""
    if name == "layers" and "layers" not in owner.cells:
        return m.opaque(frame, node, owner, *nested(m, owner))
    if name == "layers" and isinstance(owner.cells["layers"], Sequence):
        layers = owner.cells["layers"]  # an input stands among those that a Sequential is given, and is none
        return Sequence("list", tuple(v for v in layers.items if not isinstance(v, Tensor)), layers.rest)
    if name == "output" and isinstance(owner.cells.get("layers"), Sequence):
        return m.opaque(frame, node, owner)
    return None


def call_method(m: Machine, node: ast.AST, owner: Value, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of a Keras model or layer gives."""
    if name in RETURN_ARRAYS:
        build(m, node, owner, frame)
        inputs = tuple((v, Effect.LEFT) for v in (*_held(m, owner), *args.all()))
        return m.op(frame, node, f".{name}()", inputs, Form.ARRAY, Dtype.FLOAT)
    if name == "add" and isinstance(owner, Library) and isinstance(owner.cells.get("layers"), Sequence):
        return _add(m, node, owner, args, frame)
    if name in ("call", "__call__"):
        return calls.call(m, node, owner, args, frame)
    if name in ("build", "fit", "load_weights", "set_weights", "compile"):
        build(m, node, owner, frame)
        if name == "set_weights":
            _stored(m, node, owner, args, frame)
        if name == "fit":
            callbacks.run(m, node, owner, args, callbacks.BEFORE, frame)
            callbacks.run(m, node, owner, args, callbacks.AFTER, frame)
            return PLAIN
        return NONE
    if name == "stateless_call" and isinstance(owner, Library):
        return _stateless(m, node, owner, args, frame)
    if name == "get_layer":
        parts = nested(m, owner) if isinstance(owner, Library) else []
        return _layer_of(m, node, owner, args, frame) or m.opaque(frame, node, owner, *parts)
    if name in KEEP:
        return PLAIN
    return calls.opaque_call(m, node, Method(owner, name), args, frame)


def _stored(m: Machine, node: ast.AST, owner: Value, args: Args, frame: Frame) -> None:
    """`set_weights` puts values into the variables, as `assign` does."""
    from tapelens.machine.library import variables

    given = [v for v in variables.inside(args.get(0, "weights") or PLAIN) if isinstance(v, Tensor)]
    tensors = [v for v in given if v.form == Form.TENSOR]  # copied arrays are another network's by intent
    made = m.op(frame, node, ".set_weights()", tuple((v, Effect.STATE) for v in tensors))
    if tensors:
        for variable in dict.fromkeys(n for held in _held(m, owner) for n in nodes_of(held)):
            if m.graph.info[variable].variable:
                m.graph.spill(variable, made.node)


def _stateless(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    """The model computes with the weights that it is given, and not with its own."""
    from tapelens.machine.library import variables

    if not all(isinstance(part, Library) for part in variables.descendants(owner)):
        return m.opaque(frame, node, owner, *args.all(), label="call")
    inputs = tuple((value, Effect.CARRY) for value in args.all())
    outputs = m.op(frame, node, "model.stateless_call", inputs, Form.ANY, Dtype.FLOAT)
    return Sequence("tuple", (outputs, m.opaque(frame, node, *args.all(), label="call")))


def _held(m: Machine, owner: Value) -> list[Value]:
    """Return the variables and unknown parts of a model; the symbolic tensors that it was made of carry nothing."""
    from tapelens.machine.library import rows, variables

    found: list[Value] = []
    for part in variables.everything(owner):
        if isinstance(part, Tensor) and rows.is_symbolic(part):
            weights = functional.weights_behind(m, (part.node,))
            found += [Opaque(n) for n in weights] + functional.unknown_behind(m, (part.node,))
        else:
            found.append(part)
    return found


def _add(m: Machine, node: ast.AST, owner: Library, args: Args, frame: Frame) -> Value:
    layers = owner.cells["layers"]
    layer = args.get(0, "layer")
    if isinstance(layers, Sequence) and layer is not None:
        grown = Sequence("list", (*layers.items, layer), layers.rest)
        m.store.set(owner.cells, "layers", grown)
        _build_if_shaped(m, node, grown, frame)
    return NONE


def _build_instance(m: Machine, node: ast.AST, owner: Instance, frame: Frame) -> None:
    from tapelens.machine import classes

    builder = classes.find(owner.cls, "build")
    if isinstance(builder, Function):
        functions.call(m, node, builder, Args((owner, PLAIN)), frame)

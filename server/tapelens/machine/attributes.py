"""Reading and writing attributes."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Kind
from tapelens.machine import classes, tapes
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.library import objects, records, tensors
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    OF_KERAS,
    PLAIN,
    Bound,
    Class,
    Const,
    Dict,
    External,
    Function,
    Instance,
    Library,
    Method,
    Module,
    Opaque,
    PartialMethod,
    Plain,
    Sequence,
    Super,
    Tape,
    Tensor,
    Union,
    Value,
    library,
)

# methods that mean the same on whatever has them, so that they are known even on an unknown object
TENSOR_METHODS = frozenset({"numpy", "tolist", "assign", "assign_add", "assign_sub"})
# what many kinds of objects call their methods: known where the object is certainly one of Keras
MODEL_METHODS = frozenset({"predict", "predict_on_batch"})

# the fields of the named tuples that ops return, by their place
FIELDS = {"values": 0, "indices": 1, "y": 0, "idx": 1, "q": 0, "r": 1, "sign": 0, "log_abs_determinant": 1}


def peek(owner: Value, name: str) -> object:
    """Return what the object's own attribute holds, without evaluating anything."""
    if isinstance(owner, (Instance, Library, Opaque)):
        return owner.cells.get(name, MISSING)
    return MISSING


def get_attribute(m: Machine, node: ast.AST, owner: Value, name: str, frame: Frame) -> Value:
    """Return `owner.name`."""
    if isinstance(owner, External):
        return library(f"{owner.path}.{name}")
    if isinstance(owner, Instance):
        return classes.attribute(m, node, owner, name, frame)
    if isinstance(owner, Tensor):
        return tensors.attribute(m, node, owner, name, frame)
    if isinstance(owner, Opaque):
        return _of_opaque(m, node, owner, name, frame)
    if isinstance(owner, Library):
        return objects.attribute(m, node, owner, name, frame)
    if isinstance(owner, Tape):
        return tapes.attribute(m, owner, name)
    if isinstance(owner, Sequence) and name in owner.cells.get("fields", ()):
        return owner.items[int(owner.cells["fields"].index(name))]
    if isinstance(owner, Sequence) and owner.kind == "tuple" and FIELDS.get(name, 9) < len(owner.items):
        return owner.items[FIELDS[name]]
    if isinstance(owner, Sequence) and "fields" in owner.cells:
        return records.method(owner, name) or Method(owner, name)
    if isinstance(owner, (Sequence, Dict)):
        return Method(owner, name)
    if isinstance(owner, Const) or (isinstance(owner, Method) and owner.name == tapes.PAUSE):
        return Method(owner, name)
    if isinstance(owner, Class):
        return classes.class_attribute(m, node, owner, name, frame)
    if isinstance(owner, Super):
        return classes.super_attribute(m, node, owner, name, frame)
    if isinstance(owner, Module):
        return _of_module(m, node, owner, name, frame)
    if isinstance(owner, Union):
        return join(m, frame, node, [get_attribute(m, node, option, name, frame) for option in owner.present])
    if isinstance(owner, Plain):
        return PLAIN
    if isinstance(owner, Function):
        return _of_function(m, node, owner, name, frame)
    return m.opaque(frame, node, owner)


def _of_function(m: Machine, node: ast.AST, owner: Function, name: str, frame: Frame) -> Value:
    if name == "python_function":
        return owner
    return Const(owner.name) if name == "__name__" else m.opaque(frame, node, owner)


def _of_opaque(m: Machine, node: ast.AST, owner: Opaque, name: str, frame: Frame) -> Value:
    value = owner.cells.get(name, MISSING)
    if value is not MISSING:
        return value  # type: ignore[no-any-return]
    if name in TENSOR_METHODS or (name in MODEL_METHODS and OF_KERAS in owner.cells):
        return Method(owner, name)
    if name in ("shape", "dtype"):
        return PLAIN
    made = m.opaque(frame, node, owner, label="attribute")
    m.store.set(owner.cells, name, made)
    return made


def _of_module(m: Machine, node: ast.AST, owner: Module, name: str, frame: Frame) -> Value:
    found = member(m, node, owner, name, frame)
    return found if found is not None else m.opaque(frame, node, owner)


def member(m: Machine, node: ast.AST, module: Module, name: str, frame: Frame) -> Value | None:
    """Return what a module holds, makes when it is asked, or may have from a library; None where that is not known."""
    from tapelens.machine import builtins, functions

    found = m.modules.member(module, name) if m.modules is not None else None
    if found is not None:
        return found
    getter = module.frame.cells.get("__getattr__")
    if isinstance(getter, Function):
        return functions.call(m, node, getter, Args((Const(name),)), frame)
    stars = (f"{path}.{name}" for path in module.frame.cells.get("*", ()))
    known = next((path for path in stars if builtins.is_known(path)), None)
    return library(known) if known is not None else None


def set_attribute(m: Machine, node: ast.AST, owner: Value, name: str, value: Value, frame: Frame) -> None:
    """Carry out `owner.name = value`."""
    if isinstance(owner, Instance):
        classes.set_attribute(m, node, owner, name, value, frame)
    elif isinstance(owner, Library):
        objects.set_attribute(m, node, owner, name, value, frame)
    elif isinstance(owner, Opaque):
        m.store.set(owner.cells, name, value)
        held = m.opaque(frame, node, owner, value).node
        for whole in origins(m, owner.node):
            m.graph.spill(whole, held)
    elif isinstance(owner, Class):
        m.store.set(owner.cells, name, value)
    elif isinstance(owner, Module):
        if m.modules is not None:
            m.modules.open(owner)
        m.store.set(owner.frame.cells, name, value)
    elif isinstance(owner, Union):
        for option in owner.options:
            old = peek(option, name)
            may = (
                value if old is MISSING or not isinstance(old, Value) else join(m, frame, node, [old, value])
            )
            set_attribute(m, node, option, name, may, frame)


def origins(m: Machine, node: int) -> list[int]:
    """Return an unknown value and what it may be a part of, so that those hold what it is given too."""
    found, todo = {node: None}, [node]
    for current in todo:
        if m.graph.kinds[current] == Kind.OPAQUE and m.graph.labels[current] != "call":
            fresh = [n for n in dict.fromkeys(m.graph.inputs[current]) if n not in found]
            found.update(dict.fromkeys(fresh))
            todo += fresh
    return todo


def bound(value: Value, owner: Value) -> Value:
    """Return a class's attribute as seen from an instance."""
    if isinstance(value, Function):
        if "static" in value.marks:
            return value
        return Bound(value, (owner,))
    if isinstance(value, PartialMethod):
        return Bound(bound(value.function, owner), value.first, value.keywords)
    return value

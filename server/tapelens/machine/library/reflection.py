"""Python's builtins that look into objects, classes and namespaces."""

from __future__ import annotations

import ast

from tapelens.machine import attributes, calls, classes, functions, kinds
from tapelens.machine.arguments import Args, constant
from tapelens.machine.builtins import builtin
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    NONE,
    PLAIN,
    REST,
    Const,
    Dict,
    External,
    Function,
    Instance,
    Opaque,
    Sequence,
    Value,
)


@builtin("getattr", "object.__getattribute__")
def _getattr(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name = constant(args.get(1, "name"))
    if isinstance(name, str) and args.positional:
        return attributes.get_attribute(m, node, args.positional[0], name, frame)
    return m.opaque(frame, node, *args.all())


@builtin("setattr")
def _setattr(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name = constant(args.get(1, "name"))
    if len(args.positional) == 3:
        owner, _, value = args.positional
        if isinstance(name, str):
            attributes.set_attribute(m, node, owner, name, value, frame)
        elif isinstance(owner, (Instance, Opaque)):
            m.graph.spill(owner.node, m.opaque(frame, node, value).node)
            if isinstance(owner, Instance):
                _set_somewhere(m, node, owner, value, frame)
    return NONE


def _set_somewhere(m: Machine, node: ast.AST, owner: Instance, value: Value, frame: Frame) -> None:
    """The value is a part of the object under a name that is not known."""
    held = owner.cells.get("setattr")
    before = [held.rest] if isinstance(held, Sequence) and held.rest is not None else []
    m.store.set(owner.cells, "setattr", Sequence("list", (), join(m, frame, node, [*before, value])))


@builtin("object.__setattr__")
def _set_plainly(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    owner, name = args.get(0, "self"), constant(args.get(1, "name"))
    if len(args.positional) == 3 and isinstance(owner, Instance) and isinstance(name, str):
        classes.keep_attribute(m, node, owner, name, args.positional[2], frame)
        return NONE
    return _setattr(m, node, args, frame)


@builtin("object")
def _object(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return m.opaque(frame, node)


@builtin("isinstance")
def _isinstance(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if len(args.positional) != 2:
        return PLAIN
    known = kinds.is_instance(*args.positional)
    return PLAIN if known is None else Const(known)


@builtin("property")
def _property(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    getter = args.get(0, "fget")
    if isinstance(getter, Function):
        return functions.make_property(getter, args.get(1, "fset"))
    return calls.opaque_call(m, node, External("builtins.property"), args, frame)


@builtin("vars")
def _vars(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    owner = args.get(0, "object")
    if isinstance(owner, Opaque) and all(isinstance(key, str) for key in owner.cells):
        return Dict({**owner.cells, REST: m.opaque(frame, node, owner)})
    if owner is not None:
        return attributes.get_attribute(m, node, owner, "__dict__", frame)
    return m.opaque(frame, node)


@builtin("globals", "locals")
def _names(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return m.opaque(frame, node)  # whatever code that is not followed has put there too

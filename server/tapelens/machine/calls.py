"""Calls: what a callable value does with its arguments."""

from __future__ import annotations

import ast

from tapelens.machine import arguments, attributes, classes, containers, functions, tapes
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.functions import decorated
from tapelens.machine.joins import join
from tapelens.machine.library import external, objects, tensors, variables
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    REST,
    ROOTS,
    Bound,
    Class,
    Dict,
    External,
    Function,
    Instance,
    Library,
    Method,
    Opaque,
    Sequence,
    Super,
    Tape,
    Tensor,
    Union,
    Value,
)
from tapelens.source.mend import BROKEN

__all__ = [
    "augmented_in_place",
    "call",
    "call_often",
    "decorated",
    "evaluate",
    "is_broken",
    "opaque_call",
    "update_dict",
]


def evaluate(m: Machine, node: ast.Call, frame: Frame) -> Value:
    """Return the value of a call expression."""
    is_super = isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
    if is_super and frame.cls is not None and frame.first is not None:
        return Super(frame.cls, frame.first)
    callee = m.eval(node.func, frame)
    return call(m, node, callee, arguments.evaluate(m, node, frame), frame)


def call(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    """Return what calling the value gives."""
    m.steps -= 1
    if isinstance(callee, Function):
        return functions.call(m, node, callee, args, frame)
    if isinstance(callee, Bound):
        merged = Args(
            (*callee.first, *args.positional),
            {**callee.keywords, **args.keywords},
            args.more,
            args.more_keywords,
        )
        return call(m, node, callee.function, merged, frame)
    if isinstance(callee, External):
        return external.call(m, node, callee.path, args, frame)
    if isinstance(callee, Method):
        return call_method(m, node, callee, args, frame)
    if isinstance(callee, Class):
        return classes.instantiate(m, node, callee, args, frame)
    if isinstance(callee, Instance):
        return classes.call_instance(m, node, callee, args, frame)
    if isinstance(callee, Library):
        return objects.call_object(m, node, callee, arguments.run_generators(node, args, frame), frame)
    if isinstance(callee, Union):
        certain, m.certain = m.certain, False
        options = [call(m, node, option, args, frame) for option in callee.present]
        m.certain, m.raised = certain, None  # where one of them raises, another one may not
        return join(m, frame, node, options)
    return opaque_call(m, node, callee, args, frame)


def call_often(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    """Return what a call gives that stands for any number of calls."""
    m.repeats += 1
    result = call(m, node, callee, args, frame)
    m.repeats -= 1
    return result


def call_method(m: Machine, node: ast.AST, method: Method, args: Args, frame: Frame) -> Value:
    """Return what calling a library method gives."""
    owner = method.owner
    args = arguments.run_generators(node, args, frame)
    if isinstance(owner, (Tensor, Opaque)):
        return tensors.call_method(m, node, owner, method.name, args, frame)
    if isinstance(owner, Tape):
        return tapes.call_method(m, node, owner, method.name, args, frame)
    if isinstance(owner, Method) and isinstance(owner.owner, Tape):
        return tapes.by_hand(m, node, owner, method.name, args, frame)
    if isinstance(owner, Super):
        owner = owner.owner
    if isinstance(owner, (Library, Instance)):
        return objects.call_method(m, node, owner, method.name, args, frame)
    return containers.call_method(m, node, owner, method.name, args, frame)


def opaque_call(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    """Return the unknown result of unknown code, which may have kept, changed or watched what it was given."""
    given_over = arguments.run_coroutines(node, arguments.run_generators(node, args, frame), frame)
    values = given_over.all()
    foreign = _is_foreign(callee)
    if foreign:
        broken = isinstance(callee, Opaque) and is_broken(node)
        # Whoever types a statement may have any name in mind that stands there.
        around = frame.cells.values() if broken else _receiver(node, frame)
        if broken:
            m.tape_reads.update(v.number for v in around if isinstance(v, Tape))
        given = (callee, *values, *(v for v in around if isinstance(v, Value)))
        _may_build(m, node, given, broken or isinstance(callee, Bound), frame)
    result = m.opaque(frame, node, callee, *values, label="call")
    for value in (callee, *values):
        if isinstance(value, Method):
            value = value.owner
        if isinstance(value, Opaque):
            # A method may keep what it is given in its object.
            for whole in attributes.origins(m, value.node) if value is callee else (value.node,):
                m.graph.spill(whole, result.node)
        elif foreign and isinstance(value, Instance):
            m.graph.spill(value.node, result.node)
        elif isinstance(value, Tape):
            m.store.set(value.cells, "escaped", True)
        elif isinstance(value, Sequence) and value.kind in ("list", "tensor array"):
            rest = value.rest
            m.store.set(value.cells, "rest", result if rest is None else join(m, frame, node, [rest, result]))
        elif isinstance(value, Dict):
            m.store.set(value.cells, REST, result)
    return result


def _is_foreign(callee: Value) -> bool:
    """Return whether a call runs code that is not known, unlike what the known libraries do with a model."""
    if isinstance(callee, Method):
        owner = callee.owner
        return isinstance(owner, Opaque) or (
            isinstance(owner, Instance) and classes.has_foreign_base(owner.cls)
        )
    if isinstance(callee, External):
        return callee.path.split(".", 1)[0] not in ROOTS
    return isinstance(callee, (Opaque, Bound, Instance))


def _receiver(node: ast.AST, frame: Frame) -> tuple[object, ...]:
    """Return the object that a method is called on, if it has a name."""
    function = node.func if isinstance(node, ast.Call) else None
    owner = function.value if isinstance(function, ast.Attribute) else None
    return (frame.lookup(owner.id),) if isinstance(owner, ast.Name) else ()


def is_broken(node: ast.AST) -> bool:
    """Return whether a call stands for a statement that is half typed."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == BROKEN


def _may_build(m: Machine, node: ast.AST, values: tuple[Value, ...], own: bool, frame: Frame) -> None:
    """Code that is not run may have called the layers in what it was given; the user's `own` may also have added some."""
    for value in values:
        for part in [value, *variables.descendants(value)]:
            if isinstance(part, Library) and part.cells.get("__built__") is False:
                m.store.set(part.cells, "__built__", None)
            elif isinstance(part, Instance) and (own or classes.find(part.cls, "build") is not MISSING):
                classes.hold_anything(m, node, part, frame)


def augmented_in_place(
    m: Machine, node: ast.AugAssign, old: Value, value: Value, frame: Frame
) -> Value | None:
    """Return the same list after `list += iterable`, None where the operator makes a new value."""
    if isinstance(node.op, ast.Add) and isinstance(old, Sequence) and old.kind == "list":
        containers.extend(m, node, old, value, frame)
        return old
    if isinstance(old, Instance):
        name = {ast.Add: "__iadd__", ast.Sub: "__isub__", ast.Mult: "__imul__"}.get(type(node.op))
        return classes.call_special(m, node, old, name, (value,), frame) if name else None
    return None


def update_dict(m: Machine, node: ast.AST, target: Dict, value: Value, frame: Frame) -> None:
    """Carry out `{**value}` or `target.update(value)`."""
    if isinstance(value, Dict):
        for key, item in value.known().items():
            m.store.set(target.cells, key, item)
        if REST in value.cells:
            m.store.set(target.cells, REST, value.cells[REST])
    else:
        m.store.set(target.cells, REST, m.opaque(frame, node, value))

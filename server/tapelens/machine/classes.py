"""The user's classes and their objects: definition, lookup along the bases, construction, calls."""

from __future__ import annotations

import ast
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tapelens.machine import attributes, functions
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    ROOTS,
    Bound,
    Class,
    Const,
    Dict,
    External,
    Function,
    Instance,
    Library,
    Method,
    Opaque,
    PartialMethod,
    Sequence,
    Super,
    Value,
)


def define(m: Machine, node: ast.ClassDef, frame: Frame) -> Value:
    """Return the class that a definition makes."""
    bases = tuple(m.eval(base, frame) for base in node.bases)
    made = Class(node.name, node, frame.unit, bases)
    made.order = (made, *_merged([base for base in bases if isinstance(base, Class)]))
    made.library = tuple(dict.fromkeys(_library_bases(bases)))
    body = Frame(frame.unit, made.cells, frame.top or frame, frame if frame.top is not None else None, made)
    body.level = frame.level
    m.run(node.body, body)
    reader = find(made, "__getattribute__")
    made.reader = reader if isinstance(reader, Function) else None
    for name, value in list(made.cells.items()):
        if isinstance(value, Instance):
            call_special(m, node, value, "__set_name__", (made, Const(name)), frame)
    return made


def _library_bases(bases: tuple[Value, ...]) -> Iterator[str]:
    from tapelens.knowledge.table import canonical
    from tapelens.machine.library.external import LEGACY_PATHS

    for base in bases:
        if isinstance(base, External):
            yield canonical(base.path)
            if base.path.startswith(LEGACY_PATHS):
                yield "tf_keras"
        elif isinstance(base, Class):
            yield from base.library
        elif isinstance(base, Opaque):
            yield "?"


def decorate(m: Machine, node: ast.ClassDef, cls: Class, frame: Frame) -> Value:
    """Return the class after its decorators; those of libraries leave it what it is."""
    from tapelens.machine import arguments, calls

    value: Value = cls
    for decorator in reversed(node.decorator_list):
        inner = decorator.func if isinstance(decorator, ast.Call) else decorator
        callee = m.eval(inner, frame)
        if isinstance(callee, External):
            if callee.path.endswith("dataclass") or callee.path.startswith("attr"):
                m.store.set(cls.cells, "__dataclass__", External(callee.path))
            continue
        if isinstance(decorator, ast.Call):
            callee = calls.call(m, decorator, callee, arguments.evaluate(m, decorator, frame), frame)
        if isinstance(callee, Function):
            value = calls.call(m, decorator, callee, Args((value,)), frame)
    return value


def mro(cls: Class) -> tuple[Class, ...]:
    """Return the class and its bases in the order in which Python looks an attribute up."""
    return cls.order


def _merged(bases: list[Class]) -> list[Class]:
    """Merge the orders of the bases as Python does; what Python refuses keeps the order of its first mention."""
    if len(bases) < 2:
        return [owner for base in bases for owner in base.order]
    waiting = [deque(base.order) for base in bases] + [deque(bases)]
    behind = Counter(id(owner) for queue in waiting for owner in islice(queue, 1, None))
    order: list[Class] = []
    while waiting:
        first = next((queue[0] for queue in waiting if not behind[id(queue[0])]), None)
        if first is None:
            return list(dict.fromkeys([*order, *(owner for queue in waiting for owner in queue)]))
        order.append(first)
        for queue in waiting:
            if queue[0] is first:
                queue.popleft()
                if queue:
                    behind[id(queue[0])] -= 1
        waiting = [queue for queue in waiting if queue]
    return order


def find(cls: Class, name: str) -> Any:
    """Return the class attribute that the name has along the bases, MISSING when none of the user's classes has it."""
    for owner in mro(cls):
        value = owner.cells.get(name, MISSING)
        if value is not MISSING:
            return value
    return MISSING


def is_instance(value: Value, cls: Value) -> bool | None:
    """Return whether the value is of a class of the user's, None when that is not known."""
    if not isinstance(cls, Class) or not isinstance(value, Instance):
        return None
    return True if cls in mro(value.cls) else None if has_unknown_base(value.cls) else False


def has_foreign_base(cls: Class) -> bool:
    """Return whether some base is of a library that is not known: what it inherits may give any part away."""
    return any(base.split(".", 1)[0] not in ROOTS for base in cls.library)


def has_unknown_base(cls: Class) -> bool:
    """Return whether some base is not known, so that any attribute may exist."""
    return "?" in cls.library


def attribute(m: Machine, node: ast.AST, owner: Instance, name: str, frame: Frame) -> Value:
    """Return an instance's attribute."""
    reader = owner.cls.reader
    if isinstance(reader, Function) and reader.node not in m.active:
        return functions.call(m, node, reader, Args((owner, Const(name))), frame)
    own: Any = owner.cells.get(name, MISSING)
    if own is not MISSING:
        return own  # type: ignore[no-any-return]
    value = find(owner.cls, name)
    if value is not MISSING:
        return _through_class(m, node, value, owner, frame)
    return _from_library(m, node, owner, name, frame)


def _through_class(m: Machine, node: ast.AST, value: Value, owner: Value, frame: Frame) -> Value:
    if isinstance(value, Function):
        if "property" in value.marks:
            return functions.call(m, node, value, Args((owner,)), frame)
        if "cached" in value.marks:
            made = functions.call(m, node, value, Args((owner,)), frame)
            if isinstance(owner, Instance):
                m.store.set(owner.cells, value.name, made)
            return made
        if "class" in value.marks and isinstance(owner, Instance):
            return Bound(value, (owner.cls,))
    if isinstance(value, Instance) and isinstance(owner, Instance):
        read = call_special(m, node, value, "__get__", (owner, owner.cls), frame)
        return read if read is not None else value
    if isinstance(value, Opaque) and m.graph.labels[value.node] == "call":
        return m.opaque(frame, node, value, owner)  # what unknown code made may compute when it is read
    return attributes.bound(value, owner)


def _from_library(m: Machine, node: ast.AST, owner: Instance, name: str, frame: Frame) -> Value:
    from tapelens.machine.library import instances, records

    if name == "__class__":
        return owner.cls
    if name == "__dict__":
        own = all(isinstance(key, str) and not key.startswith("__") for key in owner.cells)
        return Dict(owner.cells) if own else m.opaque(frame, node, owner)
    if as_tuple(owner) is not None and (found := records.method(owner, name)) is not None:
        return found
    known = instances.attribute(m, node, owner, name, frame)
    if known is not None:
        return known
    earlier = owner.cells.get(("read", name), MISSING)
    if isinstance(earlier, Value):
        return earlier
    getter = find(owner.cls, "__getattr__")
    if isinstance(getter, Function):
        return functions.call(m, node, getter, Args((owner, Const(name))), frame)
    whole: Value = Opaque(owner.node)
    if name in ("layers", "submodules") or has_foreign_base(owner.cls):
        whole = owner
        _may_build_parts(m, owner)
    made = m.opaque(frame, node, whole, label="held")
    if getter is MISSING:
        m.store.set(owner.cells, ("read", name), made)
    return made


def _may_build_parts(m: Machine, owner: Instance) -> None:
    """Whoever has the layers in hand may call them."""
    from tapelens.machine.library import variables

    for part in variables.descendants(owner):
        if isinstance(part, Library) and part.cells.get("__built__") is False:
            m.store.set(part.cells, "__built__", None)


def class_attribute(m: Machine, node: ast.AST, owner: Class, name: str, frame: Frame) -> Value:
    """Return an attribute read from the class itself."""
    value = find(owner, name)
    if value is MISSING:
        return m.opaque(frame, node)
    if isinstance(value, Function) and "class" in value.marks:
        return Bound(value, (owner,))
    if isinstance(value, PartialMethod):
        return m.opaque(frame, node)
    return value  # type: ignore[no-any-return]


def super_attribute(m: Machine, node: ast.AST, owner: Super, name: str, frame: Frame) -> Value:
    """Return an attribute as `super()` finds it: along the object's classes after the method's own one."""
    whole = owner.owner.cls if isinstance(owner.owner, Instance) else owner.owner
    order = whole.order if isinstance(whole, Class) and owner.cls in whole.order else owner.cls.order
    for base in order[order.index(owner.cls) + 1 :]:
        value = base.cells.get(name, MISSING)
        if value is not MISSING:
            return _through_class(m, node, value, owner.owner, frame)
    if owner.cls.library or name in ("__setattr__", "__getattribute__"):
        return Method(Super(owner.cls, owner.owner) if name == "__init__" else owner.owner, name)
    return m.opaque(frame, node)


def set_attribute(m: Machine, node: ast.AST, owner: Instance, name: str, value: Value, frame: Frame) -> None:
    """Carry out `instance.name = value`, through the class's own `__setattr__` where it has one."""
    setter = find(owner.cls, "__setattr__")
    if isinstance(setter, Function) and setter.node not in m.active:
        m.store.delete(owner.cells, name)
        functions.call(m, node, setter, Args((owner, Const(name), value)), frame)
        if owner.cells.get(name, MISSING) is MISSING:  # kept in a way that is not known
            m.store.set(owner.cells, name, m.opaque(frame, node, owner, value))
        return
    keep_attribute(m, node, owner, name, value, frame)


def keep_attribute(m: Machine, node: ast.AST, owner: Instance, name: str, value: Value, frame: Frame) -> None:
    """Set an attribute as `object.__setattr__` does: through a property's setter where there is one."""
    from tapelens.machine import calls
    from tapelens.machine.library import instances

    declared = find(owner.cls, name)
    if isinstance(declared, Function) and "property" in declared.marks:
        if declared.setter is not None:
            calls.call(m, node, declared.setter, Args((owner, value)), frame)
        return
    if isinstance(declared, Instance) and find(declared.cls, "__set__") is not MISSING:
        call_special(m, node, declared, "__set__", (owner, value), frame)
        return
    instances.before_set(m, node, owner, name, value, frame)
    m.store.set(owner.cells, name, value)


def make_instance(m: Machine, node: ast.AST, cls: Class, frame: Frame) -> Instance:
    """Return a bare object of the class, before its `__init__`."""
    n = m.graph.opaque((), m.context, place(frame, node), "object")
    return Instance(cls, n)


def instantiate(m: Machine, node: ast.AST, cls: Class, args: Args, frame: Frame) -> Value:
    """Return a new object, its `__init__` interpreted."""
    from tapelens.machine import calls

    maker = find(cls, "__new__")
    if isinstance(maker, Function) or any(base.endswith("Enum") for base in cls.library):
        return calls.opaque_call(m, node, cls, args, frame)
    made = make_instance(m, node, cls, frame)
    starter = find(cls, "__init__")
    if isinstance(starter, Function):
        functions.call(m, node, starter, args.after(made), frame)
    elif starter is not MISSING:
        hold_anything(m, node, made, frame)
    elif is_record(cls):
        _fill_fields(m, node, made, args, frame)
    elif cls.library:
        from tapelens.machine.library import instances

        instances.init(m, node, made, args, frame)
    return made


def hold_anything(m: Machine, node: ast.AST, made: Instance, frame: Frame) -> None:
    """Give the object a part that is not known: its constructor is under an unknown decorator, or not its own."""
    m.store.set(made.cells, "__unknown__", m.opaque(frame, node))


def is_record(cls: Class) -> bool:
    """Return whether the class is a data class or a named tuple."""
    return find(cls, "__dataclass__") is not MISSING or any(b.endswith("NamedTuple") for b in cls.library)


def fields(cls: Class) -> list[str]:
    """Return the annotated fields of a dataclass or named tuple, bases first."""
    names: dict[str, None] = {}
    for owner in reversed(list(mro(cls))):
        for statement in owner.node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                names[statement.target.id] = None
    return list(names)


def _fill_fields(m: Machine, node: ast.AST, made: Instance, args: Args, frame: Frame) -> None:
    from tapelens.machine import calls

    names = fields(made.cls)
    for position, name in enumerate(names):
        value = args.get(position, name)
        if value is None:
            value = find(made.cls, name)
            if isinstance(value, Library) and "default_factory" in value.cells:
                value = calls.call(m, node, value.cells["default_factory"], Args(), frame)
            if value is MISSING or not isinstance(value, Value) or isinstance(value, Opaque):
                value = m.opaque(frame, node)
        m.store.set(made.cells, name, value)
    after = find(made.cls, "__post_init__")
    if isinstance(after, Function):
        functions.call(m, node, after, Args((made,)), frame)


def call_special(
    m: Machine, node: ast.AST, owner: Instance, name: str, given: tuple[Value, ...], frame: Frame
) -> Value | None:
    """Return what a special method of the object gives, None when its class has none."""
    method = find(owner.cls, name)
    if isinstance(method, Function):
        return functions.call(m, node, method, Args((owner, *given)), frame)
    return None


def call_instance(m: Machine, node: ast.AST, owner: Instance, args: Args, frame: Frame) -> Value:
    """Return what calling the object gives: its `__call__`, or its `call` where a library base leads there."""
    from tapelens.machine import calls
    from tapelens.machine.library import instances

    method = find(owner.cls, "__call__")
    if isinstance(method, Function):
        return functions.call(m, node, method, args.after(owner), frame)
    if owner.cls.library:
        return instances.call(m, node, owner, args, frame)
    return calls.opaque_call(m, node, owner, args, frame)


def as_tuple(owner: Instance) -> Sequence | None:
    """Return a named tuple's elements, None for other objects."""
    if not any(base.endswith("NamedTuple") for base in owner.cls.library):
        return None
    values = [owner.cells.get(name, MISSING) for name in fields(owner.cls)]
    return Sequence("tuple", tuple(v for v in values if isinstance(v, Value)))

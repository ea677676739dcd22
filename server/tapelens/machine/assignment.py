"""Binding a value to a target: names, attributes, elements, patterns of them."""

from __future__ import annotations

import ast
from itertools import islice

from tapelens.flow.graph import Kind
from tapelens.machine import attributes, iteration, subscripts
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import models, records
from tapelens.machine.machine import Machine
from tapelens.machine.values import MISSING, Dict, Form, Instance, Library, Sequence, Tensor, Value

# How much of a container's content gets a name: containers in containers, and elements of each.
_NAMED_DEPTH = 2
_NAMED_ITEMS = 100


def assign(m: Machine, target: ast.expr, value: Value, frame: Frame, since: int | None = None) -> None:
    """Bind the value; `since` is the time at which its evaluation began, to see what it was computed from."""
    if isinstance(target, ast.Name):
        home = frame.home(target.id)
        _remember(m, home.get(target.id, MISSING), value, target, frame, since)
        _name(m, value, target.id, since)
        m.store.set(home, target.id, value)
    elif isinstance(target, ast.Attribute):
        owner = m.eval(target.value, frame)
        _remember(m, attributes.peek(owner, target.attr), value, target, frame, since)
        _name(m, value, ast.unparse(target), since)
        attributes.set_attribute(m, target, owner, target.attr, value, frame)
    elif isinstance(target, ast.Subscript):
        owner = m.eval(target.value, frame)
        key = m.eval(target.slice, frame)
        _remember(m, subscripts.peek(owner, key), value, target, frame, since)
        subscripts.set_item(m, target, owner, key, value, frame)
    elif isinstance(target, (ast.Tuple, ast.List)):
        _unpack(m, target, value, frame, since)
    elif isinstance(target, ast.Starred):
        assign(m, target.value, value, frame, since)


def _unpack(m: Machine, target: ast.Tuple | ast.List, value: Value, frame: Frame, since: int | None) -> None:
    star = next((i for i, t in enumerate(target.elts) if isinstance(t, ast.Starred)), None)
    if star is None:
        for element, item in zip(target.elts, iteration.take(m, target, value, len(target.elts), frame)):
            assign(m, element, item, frame, since)
        return
    after = len(target.elts) - star - 1
    head, middle, tail = iteration.split(m, target, value, star, after, frame)
    for element, item in zip(target.elts, [*head, middle, *tail]):
        assign(m, element, item, frame, since)


def _name(m: Machine, value: Value, name: str, since: int | None, depth: int = 0) -> None:
    """Name a value; variables, and what holds them, not by a loop that only goes over them."""
    if isinstance(value, Tensor) and m.graph.is_weights(value.node):
        return
    if since is None and (isinstance(value, (Library, Instance)) or _is_variable(m, value)):
        return
    if isinstance(value, Library) and value.node not in m.graph.homes and not _is_passing(m, value, name):
        _house(m, value, name)
    if isinstance(value, (Tensor, Library, Instance)):
        m.graph.name(value.node, name)
    if depth == _NAMED_DEPTH:
        return
    fields = records.items(value)
    if fields is not None:
        for field, item in fields.items():
            _name(m, item, f"{name}.{field}", since, depth + 1)
    elif isinstance(value, Sequence):
        for i, item in enumerate(value.items[:_NAMED_ITEMS]):
            _name(m, item, f"{name}[{i}]", since, depth + 1)
    elif isinstance(value, Dict):
        for key, item in islice(value.known().items(), _NAMED_ITEMS):
            shown = f'"{key}"' if isinstance(key, str) else repr(key)
            _name(m, item, f"{name}[{shown}]", since, depth + 1)


def _is_passing(m: Machine, model: Library, name: str) -> bool:
    """Return whether the name is that of a function which makes the model, and means nothing outside of it."""
    return name.isidentifier() and 0 < m.graph.here == m.graph.within[model.node]


def _house(m: Machine, model: Library, name: str) -> None:
    """Note for the layers in a model, and in models in it, whose they are."""
    m.graph.house(model.node, name)
    for part in models.nested(m, model):
        if isinstance(part, (Tensor, Library)):
            m.graph.house(part.node, name)
        if isinstance(part, Library):
            _house(m, part, name)


def _is_variable(m: Machine, value: Value) -> bool:
    return isinstance(value, Tensor) and m.graph.info[value.node].variable


def _remember(m: Machine, old: object, new: Value, target: ast.expr, frame: Frame, since: int | None) -> None:
    """Note that a name which held variables or tensors now holds something computed since from them."""
    if since is None:
        return
    if isinstance(old, Sequence) and isinstance(new, Sequence):
        for before, after in zip(old.items, new.items):
            _remember(m, before, after, target, frame, since)
    elif isinstance(old, Dict) and isinstance(new, Dict):
        before_by_key = old.known()
        for key, after in new.known().items():
            _remember(m, before_by_key.get(key), after, target, frame, since)
    elif isinstance(old, Tensor) and isinstance(new, Tensor) and old.node != new.node:
        _remember_tensor(m, old, new, target, frame, since)


def _remember_tensor(
    m: Machine, old: Tensor, new: Tensor, target: ast.expr, frame: Frame, since: int
) -> None:
    fresh = new.node >= since or old.node in m.graph.inputs[new.node]
    if fresh and old.form != Form.ARRAY and m.graph.kinds[new.node] in (Kind.OP, Kind.ALIAS):
        m.graph.overwrites.setdefault(new.node, (old.node, place(frame, target)))


def read_target(m: Machine, target: ast.expr, frame: Frame) -> Value:
    """Return what the target of an augmented assignment holds."""
    if isinstance(target, ast.Name):
        value = frame.lookup(target.id)
        if value is not MISSING:
            return value  # type: ignore[no-any-return]
        return m.opaque(frame, target)
    return m.eval(target, frame)

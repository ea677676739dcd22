"""What comes out of a value that is iterated, unpacked or split."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from tapelens.flow.reasons import Effect
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join, join_cells
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    PLAIN,
    REST,
    Const,
    Dict,
    Form,
    Generator,
    Instance,
    Opaque,
    Plain,
    Sequence,
    Tensor,
    Union,
    Value,
)


@dataclass(slots=True)
class Elements:
    """The elements of an iterable: the known ones, and what further ones are (made anew for each turn)."""

    known: tuple[Value, ...]
    rest: Callable[[], Value] | None = None
    at_least: int = 0

    def fresh(self) -> Value:
        """Return a further element."""
        return self.rest() if self.rest is not None else PLAIN


def elements(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Elements:
    """Return the elements of a value that is iterated at the node."""
    if isinstance(value, Sequence):
        if value.rest is None:
            return Elements(value.items, None, len(value.items))
        more: Value = value.rest
        return Elements(value.items, lambda: more, len(value.items))
    if isinstance(value, Dict):
        keys = tuple(Const(key) for key in value.known())
        rest = PLAIN if REST in value.cells else None
        return Elements(keys, None if rest is None else lambda: PLAIN, len(keys))
    if isinstance(value, Const):
        return _constant(value)
    if isinstance(value, Plain):
        return Elements((), lambda: PLAIN)
    if isinstance(value, Tensor):
        return Elements((), lambda: element_of(m, node, value, frame))
    return _other(m, node, value, frame)


def _constant(value: Const) -> Elements:
    content = value.value
    if isinstance(content, (str, bytes, tuple, range)) and len(content) <= 64:
        return Elements(tuple(Const(item) for item in content), None, len(content))
    if isinstance(content, range):
        return Elements((Const(content[0]),), lambda: PLAIN, len(content))
    return Elements((), lambda: PLAIN)


def _other(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Elements:
    from tapelens.machine.library import datasets

    if isinstance(value, Generator):
        return elements(m, node, value.run(node, frame), frame)
    from_library = datasets.elements(m, node, value, frame)
    if from_library is not None:
        return from_library
    if isinstance(value, Instance):
        return _of_object(m, node, value, frame)
    if isinstance(value, Union):
        options = [elements(m, node, option, frame) for option in value.present]
        everything = [
            v for option in options for v in (*option.known, *([option.fresh()] if option.rest else []))
        ]
        if everything:
            return Elements((), lambda: join(m, frame, node, everything))
    return Elements((), lambda: m.opaque(frame, node, value))


def _of_object(m: Machine, node: ast.AST, value: Instance, frame: Frame) -> Elements:
    """Iterate an object of the user's: over what its `__iter__` gives, by `__next__`, or by `__getitem__`."""
    from tapelens.machine import classes

    iterator = classes.call_special(m, node, value, "__iter__", (), frame)
    if iterator is not None and iterator is not value:
        return elements(m, node, iterator, frame)
    name, given = ("__next__", ()) if iterator is value else ("__getitem__", (PLAIN,))

    def element() -> Value:
        before = dict(value.cells)
        first = classes.call_special(m, node, value, name, given, frame)
        if first is None:
            return m.opaque(frame, node, value)
        changed = [key for key, kept in value.cells.items() if kept is not before.get(key)]
        if not changed:
            return first
        for key in changed:  # the object counts, say: what it gives later is of any of its states
            states = [before.get(key, MISSING), value.cells[key]]
            m.store.set(value.cells, key, join_cells(m, frame, node, states))
        later = classes.call_special(m, node, value, name, given, frame)
        return join(m, frame, node, [first, later or PLAIN])

    return Elements((), element)


def element_of(m: Machine, node: ast.AST, value: Tensor, frame: Frame) -> Value:
    """Return one element of a tensor (an op, as the real thing slices) or of an array."""
    if value.form in (Form.ARRAY, Form.NUMBER):
        return m.derived(frame, node, (value,), Form.ARRAY, value.dtype)
    if value.form == Form.ANY:
        return m.derived(frame, node, (value,), Form.ANY, value.dtype)  # it may be a list as well
    made = m.op(frame, node, "element", ((value, Effect.CARRY),), Form.TENSOR, value.dtype)
    made.exact = value.exact
    return made


def any_of(m: Machine, node: ast.AST, values: list[Value], frame: Frame) -> Value:
    """Return a value that stands for any of them."""
    return join(m, frame, node, values) if values else PLAIN


def take(m: Machine, node: ast.AST, value: Value, count: int, frame: Frame) -> list[Value]:
    """Return the `count` elements that unpacking a value gives."""
    if isinstance(value, Union):
        columns = zip(*(take(m, node, option, count, frame) for option in value.present))
        return [join(m, frame, node, list(column)) for column in columns]
    found = elements(m, node, value, frame)
    values = list(found.known[:count])
    while len(values) < count:
        values.append(found.fresh() if found.rest else m.opaque(frame, node, value))
    return values


def split(
    m: Machine, node: ast.AST, value: Value, head: int, tail: int, frame: Frame
) -> tuple[list[Value], Value, list[Value]]:
    """Return what `a, *b, c = value` binds."""
    found = elements(m, node, value, frame)
    if found.rest is None and len(found.known) >= head + tail:
        end = len(found.known) - tail
        return list(found.known[:head]), Sequence("list", found.known[head:end]), list(found.known[end:])
    everything = [*found.known, *([found.fresh()] if found.rest else [])]
    anyone = any_of(m, node, everything, frame)
    first = take(m, node, value, head, frame)
    return first, Sequence("list", (), anyone), [anyone] * tail


def run_generator(node: ast.AST, value: Value, frame: Frame) -> Value:
    """Return the elements of a generator that is given to code which asks for them, any other value as it is."""
    return value.run(node, frame) if isinstance(value, Generator) else value


def listed(m: Machine, node: ast.AST, value: Value, frame: Frame, kind: str = "list") -> Value:
    """Return what `list(value)` or `tuple(value)` gives."""
    if isinstance(value, Opaque):
        return Sequence(kind, (), m.opaque(frame, node, value))
    found = elements(m, node, value, frame)
    return Sequence(kind, found.known, found.fresh() if found.rest else None)

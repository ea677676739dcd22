"""Gradient calls as the machine met them: which tape, which target, which sources, at which moment."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tapelens.flow.graph import Graph, Place, Spills
from tapelens.flow.query import Query
from tapelens.flow.tape import TapeState
from tapelens.machine.frames import UnitRef
from tapelens.machine.values import (
    Const,
    Coroutine,
    Dict,
    Form,
    Generator,
    Instance,
    Opaque,
    Sequence,
    Sum,
    Tensor,
    Union,
    Value,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How a model's list of variables came about.

    Where it was taken, where the model was frozen (or None), the variables on the model that it leaves out, and the
    first layer that it does not look into.
    """

    place: Place
    frozen_at: Place
    untracked: tuple[int, ...]
    hidden: Place = None


@dataclass(slots=True)
class Asked:
    """One source. `index` is its place among the flattened sources, None inside a lazily known set.

    `maybe`: it stands for what a set may hold besides, so that it says something only where nothing else is sound.
    """

    node: ast.AST
    value: Value
    index: int | None
    name: str = ""
    maybe: bool = False

    @property
    def nodes(self) -> tuple[int, ...]:
        """The graph nodes of what the source may be."""
        options = self.value.options if isinstance(self.value, Union) else (self.value,)
        return tuple(v.node for v in options if isinstance(v, (Tensor, Opaque)))

    @property
    def known(self) -> bool:
        """Whether every value that the source may be has a node; the call does not come back from any other."""
        options = self.value.options if isinstance(self.value, Union) else (self.value,)
        nodes = [isinstance(v, (Tensor, Opaque)) for v in options]
        return any(nodes) and all(n or not_a_tensor(v) for n, v in zip(nodes, options))


@dataclass(slots=True)
class Request:
    """One evaluation of a gradient call."""

    unit: UnitRef
    node: ast.Call
    method: str
    tape: TapeState
    tape_unit: UnitRef | None
    target: Value
    targets: tuple[int, ...]
    target_node: ast.AST | None
    sources_node: ast.AST | None
    sources: tuple[Asked, ...]
    time: int
    turn: int
    zero: bool = False
    raises: str = ""
    used: Place = None  # the call that used up the tape before
    keras: int = 3
    inside: bool = False
    open_end: bool = False  # the sources may hold more than is known
    block: ast.AST | None = None  # the `with` statement of the tape's newest sitting
    repeated: bool = False  # stands for several evaluations, in a comprehension of unknown length
    taken: tuple[Taken, ...] = ()  # the lists of variables among the sources
    seeds: tuple[Value, ...] = ()  # what the result depends on besides its targets
    recorded_elsewhere: bool = False  # another tape recorded the call: a higher derivative
    aside: Spills = field(default_factory=dict)  # the spills of the run that the call belongs to
    _query: Query | None = None

    def ask(self, graph: Graph) -> Query:
        """Return the question of the call, asked once: what is made later changes no answer."""
        if self._query is None:
            ones = self.method == "gradient"
            self._query = Query(graph, self.tape, self.targets, self.time, aside=self.aside, ones=ones)
        return self._query


def taken_lists(value: Value, depth: int = 0) -> tuple[Taken, ...]:
    """Return how the lists of variables among the sources came about."""
    if not isinstance(value, Sequence) or depth > 5:
        return ()
    own = value.cells.get("taken")
    if own is not None:
        return (own,)
    parts = value.cells.get("summands", value.items)
    return tuple(taken for part in parts for taken in taken_lists(part, depth + 1))


def flatten_sources(node: ast.AST, value: Value) -> tuple[list[Asked], bool]:
    """Return the sources in `tf.nest.flatten`'s order, and whether there may be more than these."""
    found: list[Asked] = []
    if not_a_tensor(value):
        return [Asked(node, value, 0)], False
    open_end = _collect(node, value, found, 0)
    counted = not any(a.index is None for a in found)
    if counted:
        for i, asked in enumerate(found):
            asked.index = i
    return found, open_end


def _collect(node: ast.AST, value: Value, found: list[Asked], depth: int) -> bool:
    from tapelens.machine import classes

    fields = classes.as_tuple(value) if isinstance(value, Instance) else None
    if fields is not None:
        value = fields
    if isinstance(value, Sequence) and depth < 20:
        return _collect_sequence(node, value, found, depth)
    if isinstance(value, Dict) and depth < 20:
        open_end = len(value.known()) < len(value.cells)
        parts = _dict_parts(node)
        for key, item in sorted(value.known().items(), key=lambda pair: str(pair[0])):
            open_end |= _collect(parts.get(key, node), item, found, depth + 1)
        return open_end
    if isinstance(value, Union) and any(isinstance(o, (Sequence, Dict, Sum)) for o in value.options):
        return _collect_set(node, value.options, found, depth, maybe=True)
    if isinstance(value, Sum) and depth < 20:
        return _collect_set(node, value.parts, found, depth, maybe=False)
    found.append(Asked(node, value, 0))
    return not isinstance(value, (Tensor, Opaque, Const, Union))


def _collect_set(
    node: ast.AST, parts: tuple[Value, ...], found: list[Asked], depth: int, maybe: bool
) -> bool:
    """Note what a set of unknown size may hold; whoever is broken in all of it is broken in any of it."""
    before = len(found)
    for part in parts:
        if isinstance(part, (Tensor, Opaque, Sequence, Union)):
            _collect(node, part, found, depth + 1)
    for asked in found[before:]:
        asked.index = None
        asked.maybe = asked.maybe or maybe
    return True


def _collect_sequence(node: ast.AST, value: Sequence, found: list[Asked], depth: int) -> bool:
    literal = isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == len(value.items)
    open_end = value.rest is not None and _collect_set(node, (value.rest,), found, depth, maybe=True)
    for i, item in enumerate(value.items):
        part = node.elts[i] if literal and isinstance(node, (ast.List, ast.Tuple)) else node
        before = len(found)
        open_end |= _collect(part, item, found, depth + 1)
        if value.kind == "variables":
            for asked in found[before:]:
                asked.index = None
    return open_end


def _dict_parts(node: ast.AST) -> dict[object, ast.expr]:
    if not isinstance(node, ast.Dict):
        return {}
    return {k.value: v for k, v in zip(node.keys, node.values) if isinstance(k, ast.Constant)}


def not_a_tensor(value: Value) -> str:
    """Return what the value is when it can be neither target nor source, empty when it can be."""
    if isinstance(value, Const):
        return "None" if value.value is None else f"a Python {type(value.value).__name__}"
    if isinstance(value, Sequence) and value.kind in ("generator", "set"):
        return f"a {value.kind}"
    if isinstance(value, Generator):
        return "a generator"
    if isinstance(value, Coroutine):
        return "a coroutine"
    if isinstance(value, Tensor) and value.missing:
        return "None"  # a gradient that was not there
    if isinstance(value, Tensor):
        return {
            Form.ARRAY: "a NumPy array",
            Form.NUMBER: "a Python number",
            Form.SYMBOLIC: "a symbolic Keras tensor",
        }.get(value.form, "")
    return ""

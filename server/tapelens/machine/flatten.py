"""What a value holds: the graph nodes in it, in order."""

from __future__ import annotations

from tapelens.machine.values import (
    MISSING,
    Bound,
    Coroutine,
    Dict,
    Generator,
    Instance,
    Library,
    Manager,
    Method,
    Opaque,
    PartialMethod,
    Sequence,
    Tensor,
    Union,
    Value,
)

MAX_NODES = 400


def flatten(value: Value) -> tuple[int, ...]:
    """Return the graph nodes in a value, containers and objects looked into, each once, in order."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    todo: list[Value] = [value]
    while todo and len(found) < MAX_NODES:
        current = todo.pop()
        if isinstance(current, (Tensor, Opaque)):
            found[current.node] = None
            if isinstance(current, Tensor):
                continue
        if id(current) in seen:
            continue
        seen.add(id(current))
        todo.extend(reversed(inside(current)))
    return tuple(found)


def inside(value: Value) -> list[Value]:
    """Return the values directly held by a container or an object."""
    if isinstance(value, Sequence):
        return [*value.items, *([value.rest] if value.rest is not None else [])]
    if isinstance(value, Union):
        return list(value.options)
    if isinstance(value, (Bound, PartialMethod)):
        return [*value.first, *value.keywords.values(), value.function]
    if isinstance(value, Manager):
        return [value.function, *value.args.all()]
    if isinstance(value, (Generator, Coroutine)):
        return list(value.holds)
    if isinstance(value, Method):
        return [value.owner]
    if isinstance(value, (Instance, Library)):
        return [Opaque(value.node), *(v for v in value.cells.values() if isinstance(v, Value))]
    if isinstance(value, (Dict, Opaque)):
        return [v for v in value.cells.values() if v is not MISSING]
    return []

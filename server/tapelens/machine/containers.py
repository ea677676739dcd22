"""Methods of lists, tuples, sets, dicts and strings."""

from __future__ import annotations

import ast
from typing import Any

from tapelens.machine import iteration, subscripts
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.values import MISSING, NONE, PLAIN, REST, Const, Dict, Method, Sequence, Value

TEXTS = frozenset({"format", "join"})


def call_method(m: Machine, node: ast.AST, owner: Value, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of a container or a constant gives."""
    from tapelens.machine import calls
    from tapelens.machine.library import arrays, texts

    if isinstance(owner, Sequence):
        own = arrays.call_method if owner.kind == arrays.KIND else _sequence
        found = own(m, node, owner, name, args, frame)
        return found if found is not None else calls.opaque_call(m, node, Method(owner, name), args, frame)
    if isinstance(owner, Dict):
        found = _dict(m, node, owner, name, args, frame)
        return found if found is not None else calls.opaque_call(m, node, Method(owner, name), args, frame)
    if isinstance(owner, Const):
        return (texts.written(m, node, f".{name}()", args, frame) if name in TEXTS else None) or PLAIN
    return calls.opaque_call(m, node, owner, args, frame)


def append(m: Machine, node: ast.AST, owner: Sequence, value: Value, frame: Frame) -> None:
    """Carry out `list.append(value)`."""
    rest = owner.rest
    if rest is None:
        m.store.set(owner.cells, "items", (*owner.items, value)[-_most(owner) :])
        if owner.cells.get("bounded") == 0:
            forget_places(m, node, owner, frame)
    else:
        m.store.set(owner.cells, "rest", join(m, frame, node, [rest, value]))
        if "bounded" in owner.cells:
            forget_places(m, node, owner, frame)


def _most(owner: Sequence) -> int:
    """Return how many elements a deque keeps, 0 where it keeps them all or that is not known."""
    most: int = owner.cells.get("bounded", 0)
    return most


def extend(m: Machine, node: ast.AST, owner: Sequence, value: Value, frame: Frame) -> None:
    """Carry out `list.extend(value)`."""
    found = iteration.elements(m, node, value, frame)
    for item in found.known:
        append(m, node, owner, item, frame)
    if found.rest is not None:
        rest = owner.rest
        more = found.fresh()
        m.store.set(owner.cells, "rest", more if rest is None else join(m, frame, node, [rest, more]))
        if "bounded" in owner.cells:
            forget_places(m, node, owner, frame)


def _sequence(
    m: Machine, node: ast.AST, owner: Sequence, name: str, args: Args, frame: Frame
) -> Value | None:
    first = args.get(0, "")
    if name in ("append", "add") and first is not None:
        append(m, node, owner, first, frame)
        return NONE
    if name == "appendleft" and first is not None:
        return _append_left(m, node, owner, first, frame)
    if name == "extendleft" and first is not None:
        return _extend_left(m, node, owner, first, frame)
    if name == "rotate":
        forget_places(m, node, owner, frame)
        return NONE
    if name in ("extend", "update") and first is not None:
        extend(m, node, owner, first, frame)
        return NONE
    if name == "insert" and len(args.positional) == 2:
        return _insert(m, node, owner, args, frame)
    if name in ("pop", "popleft"):
        return _pop(m, node, owner, first if name == "pop" else Const(0), frame)
    if name == "copy":
        return Sequence(owner.kind, owner.items, owner.rest)
    if name == "clear":
        m.store.set(owner.cells, "items", ())
        m.store.set(owner.cells, "rest", None)
        return NONE
    if name in ("sort", "reverse"):
        return _reorder(m, node, owner, name, frame)
    if name in ("remove", "discard"):
        forget_places(m, node, owner, frame)
        return NONE
    if name in ("index", "count"):
        return PLAIN
    return None


def _append_left(m: Machine, node: ast.AST, owner: Sequence, value: Value, frame: Frame) -> Value:
    if owner.rest is None and owner.cells.get("bounded") != 0:
        m.store.set(owner.cells, "items", (value, *owner.items)[: _most(owner) or None])
    else:
        append(m, node, owner, value, frame)
        forget_places(m, node, owner, frame)
    return NONE


def _extend_left(m: Machine, node: ast.AST, owner: Sequence, value: Value, frame: Frame) -> Value:
    found = iteration.elements(m, node, value, frame)
    for item in found.known:
        _append_left(m, node, owner, item, frame)
    if found.rest is not None:
        extend(m, node, owner, value, frame)
        forget_places(m, node, owner, frame)
    return NONE


def _insert(m: Machine, node: ast.AST, owner: Sequence, args: Args, frame: Frame) -> Value:
    index = constant(args.positional[0])
    value = args.positional[1]
    if isinstance(index, int) and owner.rest is None and 0 <= index <= len(owner.items):
        m.store.set(owner.cells, "items", (*owner.items[:index], value, *owner.items[index:]))
    else:
        append(m, node, owner, value, frame)
        forget_places(m, node, owner, frame)
    return NONE


def _pop(m: Machine, node: ast.AST, owner: Sequence, key: Value | None, frame: Frame) -> Value:
    index = constant(key, -1) if key is not None else -1
    if owner.rest is None and isinstance(index, int) and -len(owner.items) <= index < len(owner.items):
        items = list(owner.items)
        taken = items.pop(index)
        m.store.set(owner.cells, "items", tuple(items))
        return taken
    taken = subscripts.get_item(m, node, owner, PLAIN, frame)
    forget_places(m, node, owner, frame)
    return taken


def delete_item(m: Machine, node: ast.AST, owner: Value, key: Value, frame: Frame) -> None:
    """Carry out `del owner[key]`."""
    if isinstance(owner, Sequence):
        _pop(m, node, owner, key, frame)
    elif isinstance(owner, Dict) and isinstance(key, Const) and key.value in owner.known():
        m.store.delete(owner.cells, key.value)


def forget_places(m: Machine, node: ast.AST, owner: Sequence, frame: Frame) -> None:
    """Note that no element has a known place any longer: one is gone, say, and which one is not known."""
    everything = [*owner.items, *([owner.rest] if owner.rest is not None else [])]
    if everything:
        m.store.set(owner.cells, "rest", join(m, frame, node, everything))
    m.store.set(owner.cells, "items", ())


def _reorder(m: Machine, node: ast.AST, owner: Sequence, name: str, frame: Frame) -> Value:
    if name == "reverse" and owner.rest is None:
        m.store.set(owner.cells, "items", tuple(reversed(owner.items)))
    elif owner.items:
        anything = join(m, frame, node, [*owner.items, *([owner.rest] if owner.rest is not None else [])])
        m.store.set(owner.cells, "items", tuple(anything for _ in owner.items))
    return NONE


def _dict(m: Machine, node: ast.AST, owner: Dict, name: str, args: Args, frame: Frame) -> Value | None:
    from tapelens.machine import calls

    if name in ("items", "values", "keys"):
        return _view(m, node, owner, name, frame)
    first = args.get(0, "")
    if name in ("get", "pop", "setdefault") and first is not None:
        return _get(m, node, owner, name, first, args, frame)
    if name == "update":
        if first is not None:
            calls.update_dict(m, node, owner, first, frame)
        for key, value in args.keywords.items():
            m.store.set(owner.cells, key, value)
        return NONE
    if name == "copy":
        return Dict(dict(owner.cells))
    if name == "popitem" and REST not in owner.cells and owner.known():
        return _pop_item(m, owner, last=constant(args.get(0, "last"), True) is not False)
    if name == "clear":
        for key in list(owner.cells):
            m.store.delete(owner.cells, key)
        return NONE
    return None


def _pop_item(m: Machine, owner: Dict, last: bool) -> Value:
    key, value = list(owner.known().items())[-1 if last else 0]
    m.store.delete(owner.cells, key)
    return Sequence("tuple", (Const(key), value))


def _view(m: Machine, node: ast.AST, owner: Dict, name: str, frame: Frame) -> Value:
    rest: Any = owner.cells.get(REST, MISSING)
    known = owner.known()
    more = None if rest is MISSING else rest
    if name == "values":
        return Sequence("list", tuple(known.values()), more)
    if name == "keys":
        return Sequence("list", tuple(Const(key) for key in known), None if more is None else PLAIN)
    pairs = tuple(Sequence("tuple", (Const(key), value)) for key, value in known.items())
    return Sequence("list", pairs, None if more is None else Sequence("tuple", (PLAIN, more)))


def _get(m: Machine, node: ast.AST, owner: Dict, name: str, key: Value, args: Args, frame: Frame) -> Value:
    default = args.get(1, "default") or NONE
    if isinstance(key, Const) and isinstance(key.value, (str, int, float, bool)):
        value = owner.cells.get(key.value, MISSING)
        if value is not MISSING:
            if name == "pop":
                m.store.delete(owner.cells, key.value)
            return value  # type: ignore[no-any-return]
        if REST not in owner.cells:
            if name == "setdefault":
                m.store.set(owner.cells, key.value, default)
            return default
    return join(m, frame, node, [subscripts.get_item(m, node, owner, key, frame), default])

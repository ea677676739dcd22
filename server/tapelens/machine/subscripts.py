"""Reading and writing elements: `value[key]`."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.machine import iteration, noticed, versions
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    FACTORY,
    MISSING,
    PLAIN,
    REST,
    Const,
    Dict,
    External,
    Form,
    Instance,
    Opaque,
    Plain,
    Sequence,
    Tensor,
    Union,
    Value,
)


def get_item(m: Machine, node: ast.AST, owner: Value, key: Value, frame: Frame) -> Value:
    """Return `owner[key]`."""
    if isinstance(owner, Tensor):
        return _of_tensor(m, node, owner, key, frame)
    if isinstance(owner, Sequence):
        return _of_sequence(m, node, owner, key, frame)
    if isinstance(owner, Dict):
        return _of_dict(m, node, owner, key, frame)
    if isinstance(owner, Opaque):
        return _of_opaque(m, node, owner, key, frame)
    if isinstance(owner, Union):
        return join(m, frame, node, [get_item(m, node, option, key, frame) for option in owner.present])
    if isinstance(owner, Plain):
        return PLAIN
    if isinstance(owner, Const):
        return _of_constant(owner, key)
    if isinstance(owner, External) and owner.path == versions.VERSION:
        return versions.part(key)
    if isinstance(owner, Instance):
        from tapelens.machine import classes

        found = classes.call_special(m, node, owner, "__getitem__", (key,), frame)
        if found is not None:
            return found
    return m.opaque(frame, node, owner, key)


def peek(owner: Value, key: Value) -> object:
    """Return the element that is known to stand there, MISSING where none is."""
    if not isinstance(key, Const):
        return MISSING
    if isinstance(owner, Dict) and _hashable(key.value):
        return owner.cells.get(key.value, MISSING)
    if isinstance(owner, Sequence) and isinstance(key.value, int):
        items = owner.items
        return items[key.value] if -len(items) <= key.value < len(items) else MISSING
    return MISSING


def _of_tensor(m: Machine, node: ast.AST, owner: Tensor, key: Value, frame: Frame) -> Value:
    if owner.form in (Form.ARRAY, Form.NUMBER):
        return m.derived(frame, node, (owner,), Form.ARRAY, owner.dtype)
    if owner.form == Form.ANY:
        return m.derived(frame, node, (owner,), Form.ANY, owner.dtype)  # it may be a list as well
    form = Form.SYMBOLIC if owner.form == Form.SYMBOLIC else Form.TENSOR
    inputs = ((owner, Effect.CARRY), (key, Effect.NONDIFF))
    made = m.op(frame, node, "getitem", inputs, form, owner.dtype)
    made.exact = owner.exact
    return made


def _of_sequence(m: Machine, node: ast.AST, owner: Sequence, key: Value, frame: Frame) -> Value:
    if isinstance(key, Const) and isinstance(key.value, int):
        index = key.value
        if -len(owner.items) <= index < len(owner.items) and (index >= 0 or owner.rest is None):
            return owner.items[index]
    part = _part(key.value) if isinstance(key, Const) and owner.rest is None else None
    if part is not None:
        return Sequence(owner.kind, owner.items[part])
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return Sequence(owner.kind, (), _anything(m, node, owner, frame))
    return _anything(m, node, owner, frame)


def _part(key: object) -> slice | None:
    """Return the key if it is a slice that a list takes."""
    if not isinstance(key, slice) or key.step == 0:
        return None
    whole = all(part is None or isinstance(part, int) for part in (key.start, key.stop, key.step))
    return key if whole else None


def _anything(m: Machine, node: ast.AST, owner: Sequence, frame: Frame) -> Value:
    values = [*owner.items, *([owner.rest] if owner.rest is not None else [])]
    return join(m, frame, node, values) if values else m.opaque(frame, node, owner)


def _of_dict(m: Machine, node: ast.AST, owner: Dict, key: Value, frame: Frame) -> Value:
    from tapelens.machine import calls

    if isinstance(key, Const) and _hashable(key.value):
        value = owner.cells.get(key.value, MISSING)
        if value is not MISSING:
            return value  # type: ignore[no-any-return]
    rest = owner.cells.get(REST, MISSING)
    if isinstance(key, Const) and _hashable(key.value) and rest is MISSING and FACTORY in owner.cells:
        made = calls.call(m, node, owner.cells[FACTORY], Args(), frame)
        m.store.set(owner.cells, key.value, made)
        return made
    if isinstance(key, Const):
        return rest if rest is not MISSING else m.opaque(frame, node, owner)
    values = [*owner.known().values(), *([rest] if rest is not MISSING else [])]
    if FACTORY in owner.cells and rest is MISSING:
        values.append(calls.call(m, node, owner.cells[FACTORY], Args(), frame))
        m.store.set(owner.cells, REST, values[-1])
    return join(m, frame, node, values) if values else m.opaque(frame, node, owner)


def _of_opaque(m: Machine, node: ast.AST, owner: Opaque, key: Value, frame: Frame) -> Value:
    if isinstance(key, Const) and _hashable(key.value):
        value = owner.cells.get(("item", key.value), MISSING)
        if value is not MISSING:
            return value  # type: ignore[no-any-return]
    return m.opaque(frame, node, owner, label="attribute")


def _of_constant(owner: Const, key: Value) -> Value:
    if isinstance(key, Const):
        try:
            return Const(owner.value[key.value])  # type: ignore[index]
        except (TypeError, IndexError, KeyError, ValueError):
            return PLAIN
    return PLAIN


def _hashable(value: object) -> bool:
    return isinstance(value, (str, int, float, bool, bytes, type(None), tuple)) and not isinstance(
        value, slice
    )


def set_item(m: Machine, node: ast.expr, owner: Value, key: Value, value: Value, frame: Frame) -> None:
    """Carry out `owner[key] = value`."""
    if isinstance(owner, Dict):
        _set_dict(m, node, owner, key, value, frame)
    elif isinstance(owner, Sequence):
        _set_sequence(m, node, owner, key, value, frame)
    elif isinstance(owner, Tensor):
        _set_tensor(m, node, owner, value, frame)
    elif isinstance(owner, Opaque):
        if isinstance(key, Const) and _hashable(key.value):
            m.store.set(owner.cells, ("item", key.value), value)
        m.graph.spill(owner.node, m.opaque(frame, node, owner, value).node)
    elif isinstance(owner, Union):
        for option in owner.options:
            set_item(m, node, option, key, m.opaque(frame, node, value), frame)
    elif isinstance(owner, Instance):
        from tapelens.machine import classes

        classes.call_special(m, node, owner, "__setitem__", (key, value), frame)


def _set_dict(m: Machine, node: ast.expr, owner: Dict, key: Value, value: Value, frame: Frame) -> None:
    if isinstance(key, Const) and _hashable(key.value):
        m.store.set(owner.cells, key.value, value)
        return
    if isinstance(node, ast.Subscript):
        noticed.of_misfit(m, node, key, node.slice, frame)
    rest = owner.cells.get(REST, MISSING)
    m.store.set(owner.cells, REST, value if rest is MISSING else join(m, frame, node, [rest, value]))


def _set_sequence(
    m: Machine, node: ast.expr, owner: Sequence, key: Value, value: Value, frame: Frame
) -> None:
    items = owner.items
    if isinstance(key, Const) and isinstance(key.value, int) and -len(items) <= key.value < len(items):
        changed = list(items)
        changed[key.value] = value
        m.store.set(owner.cells, "items", tuple(changed))
        return
    part = _part(key.value) if isinstance(key, Const) and owner.rest is None else None
    given = iteration.elements(m, node, value, frame) if part is not None and part.step is None else None
    if part is not None and given is not None and given.rest is None:
        changed = list(items)
        changed[part] = given.known
        m.store.set(owner.cells, "items", tuple(changed))
        return
    rest = owner.rest
    m.store.set(owner.cells, "rest", value if rest is None else join(m, frame, node, [rest, value]))
    m.store.set(owner.cells, "items", tuple(join(m, frame, node, [item, value]) for item in items))


def _set_tensor(m: Machine, node: ast.expr, owner: Tensor, value: Value, frame: Frame) -> None:
    """An array takes the value in: what was a tensor leaves TensorFlow."""
    array = owner.form in (Form.ARRAY, Form.NUMBER)
    effect = Effect.LEFT if array and not _is_array(value) else Effect.CARRY if array else Effect.STATE
    into = m.op(frame, node, "setitem", ((value, effect),), Form.ARRAY, Dtype.UNKNOWN)
    if array and effect == Effect.CARRY:
        into = m.derived(frame, node, (value,), Form.ARRAY)
    m.graph.spill(owner.node, into.node)


def _is_array(value: Value) -> bool:
    return not isinstance(value, Tensor) or value.form in (Form.ARRAY, Form.NUMBER)

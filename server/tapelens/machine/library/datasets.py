"""What iterating a library object gives."""

from __future__ import annotations

import ast

from tapelens.machine.frames import Frame
from tapelens.machine.iteration import Elements
from tapelens.machine.machine import Machine
from tapelens.machine.values import Instance, Library, Value


def elements(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Elements | None:
    """Return the elements of a library object or of a named tuple, None when nothing is known of them."""
    from tapelens.machine import classes

    if isinstance(value, Instance):
        fields = classes.as_tuple(value)
        if fields is not None:
            return Elements(fields.items, None, len(fields.items))
    if isinstance(value, Library):
        return Elements((), lambda: m.opaque(frame, node, value))
    return None

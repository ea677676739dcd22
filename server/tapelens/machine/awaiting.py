"""What `await` gives."""

from __future__ import annotations

import ast

from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.values import Coroutine, Opaque, Union, Value


def result(m: Machine, node: ast.AST, value: Value, frame: Frame) -> Value:
    """Return what awaiting the value at the node gives; what is unknown may only be computed there."""
    if isinstance(value, Coroutine):
        return value.run(node, frame)
    if isinstance(value, Union):
        return join(m, frame, node, [result(m, node, option, frame) for option in value.options])
    if isinstance(value, Opaque):
        return m.opaque(frame, node, value, label="call")
    return value

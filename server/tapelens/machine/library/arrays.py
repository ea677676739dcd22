"""`tf.TensorArray`: a list of tensors, written and read by index."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import containers, subscripts
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import NONE, PLAIN, Sequence, Value

KIND = "tensor array"


@hook("tensorflow.TensorArray")
def _make(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return Sequence(KIND)


def call_method(
    m: Machine, node: ast.AST, owner: Sequence, name: str, args: Args, frame: Frame
) -> Value | None:
    """Return what a method of the array gives; None for one that is not known."""
    if name in ("write", "scatter", "unstack", "split"):
        value = args.get(1 if name in ("write", "scatter") else 0, "value")
        containers.append(m, node, owner, value if value is not None else m.opaque(frame, node), frame)
        return owner  # eager code need not rebind the name
    if name in ("stack", "concat", "gather"):
        return m.op(frame, node, f"TensorArray.{name}", ((owner, Effect.CARRY),))
    if name == "read":
        return subscripts.get_item(m, node, owner, PLAIN, frame)
    if name == "identity":
        return owner
    return PLAIN if name == "size" else NONE if name in ("close", "mark_used") else None

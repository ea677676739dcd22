"""`@tf.custom_gradient`: what the gradient function returns decides what passes."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import calls, iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, Function, Sequence, Value


def call(m: Machine, node: ast.AST, function: Function, args: Args, result: Value, frame: Frame) -> Value:
    """Return the output of a call of a function with a custom gradient, given what its body returned."""
    if not isinstance(result, Sequence) or len(result.items) != 2:
        return m.opaque(frame, node, result, *args.all())
    backward = result.items[1]
    upstream = m.opaque(frame, node)
    given = calls.call(m, node, backward, Args((upstream,)), frame)
    if isinstance(given, Sequence) and given.kind == "tuple" and len(args.positional) > 1:
        returned = iteration.take(m, node, given, len(args.positional), frame)
    else:
        returned = [given] * len(args.positional)
    inputs = tuple((value, _effect(g)) for value, g in zip(args.positional, returned))
    return m.op(frame, node, function.name, inputs)


def _effect(returned: Value) -> Effect:
    none = isinstance(returned, Const) and returned.value is None
    return Effect.STOP if none else Effect.CARRY

"""`@tf.custom_gradient`: what the gradient function returns decides what passes."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import calls, iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, Function, Sequence, Tensor, Value


def call(m: Machine, node: ast.AST, function: Function, args: Args, result: Value, frame: Frame) -> Value:
    """Return the output of a call of a function with a custom gradient, given what its body returned."""
    if not isinstance(result, Sequence) or len(result.items) != 2 or _names_variables(result.items[1]):
        return m.opaque(frame, node, result, *args.all())
    backward = result.items[1]
    upstream = m.opaque(frame, node)
    given = calls.call(m, node, backward, Args((upstream,)), frame)
    if isinstance(given, Sequence) and given.kind == "tuple" and len(args.positional) > 1:
        returned = iteration.take(m, node, given, len(args.positional), frame)
    else:
        returned = [given] * len(args.positional)
    inputs = tuple(_input(m, value, g, backward, frame) for value, g in zip(args.positional, returned))
    return m.op(frame, node, function.name, inputs)


def _names_variables(backward: Value) -> bool:
    """A gradient function with `variables` also answers for variables that are no arguments."""
    if not isinstance(backward, Function):
        return False
    given = backward.node.args
    return any(a.arg == "variables" for a in (*given.args, *given.kwonlyargs)) or given.kwarg is not None


def _input(m: Machine, value: Value, returned: Value, backward: Value, frame: Frame) -> tuple[Value, int]:
    """Return the argument with what happens to its gradient; a None is placed where it is returned."""
    if not isinstance(returned, Const) or returned.value is not None:
        return value, Effect.CARRY
    line = _only_return(backward)
    if line is None or not isinstance(backward, Function) or not isinstance(value, Tensor):
        return value, Effect.NOTHING
    home = Frame(backward.unit, {})
    return m.op(home, line, "", ((value, Effect.NOTHING),), value.form, value.dtype), Effect.CARRY


def _only_return(backward: Value) -> ast.Return | None:
    if not isinstance(backward, Function) or isinstance(backward.node, ast.Lambda):
        return None
    found = [s for s in ast.walk(backward.node) if isinstance(s, ast.Return)]
    return found[0] if len(found) == 1 else None

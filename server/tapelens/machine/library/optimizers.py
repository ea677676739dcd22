"""Optimizers: they put gradients into variables, and complain when there are none."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.machine import noticed
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Library, Value

QUIET = frozenset(
    [
        "build",
        "get_config",
        "from_config",
        "variables",
        "iterations",
        "learning_rate",
        "lr",
        "assign",
        "finalize_variable_values",
    ]
)


def call_method(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of an optimizer gives."""
    noticed.of_optimizer(m, node, owner, name, args, frame)
    if name in ("get_scaled_loss", "scale_loss") and args.positional:
        return m.op(frame, node, name, ((args.positional[0], Effect.CARRY),))
    if name in ("get_unscaled_gradients",) and args.positional:
        return args.positional[0]
    return PLAIN

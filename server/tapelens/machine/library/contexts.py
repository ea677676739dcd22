"""`contextlib.ExitStack`: what it enters is left with its own block."""

from __future__ import annotations

import ast

from tapelens.machine import calls, classes, tapes
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import kind_of, methods, new
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Instance, Library, Method, Tape, Value

STACK = "exit stack"


@hook("contextlib.ExitStack")
def _stack(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "contextlib.ExitStack", STACK, frame)


def holds_others(manager: Value) -> bool:
    """Return whether leaving the manager leaves the tapes that were entered through it."""
    return isinstance(manager, Library) and kind_of(manager) == STACK


@methods(STACK)
def _method(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    entered = args.get(0, "cm") or PLAIN
    if name != "enter_context":
        return calls.opaque_call(m, node, Method(owner, name), args, frame)
    if isinstance(entered, Tape):
        tapes.enter(m, entered, "", frame, node)
        return entered
    if isinstance(entered, Method) and isinstance(entered.owner, Tape):
        m.context = tapes.paused(m, entered.owner)
        return entered
    if isinstance(entered, Instance):
        found = classes.call_special(m, node, entered, "__enter__", (), frame)
        if found is not None:
            return found
    return calls.opaque_call(m, node, Method(owner, name), args, frame)

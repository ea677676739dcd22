"""`contextlib`: a stack leaves what it entered with its own block; a block may stop where errors are suppressed."""

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
SUPPRESS = "suppress"


@hook("contextlib.ExitStack")
def _stack(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "contextlib.ExitStack", STACK, frame)


@hook("contextlib.suppress", stars=True)
def _suppress(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "contextlib.suppress", SUPPRESS, frame)


def suppresses(manager: Value) -> bool:
    """Return whether the block of the manager may stop anywhere, and the code behind it goes on."""
    return isinstance(manager, Library) and kind_of(manager) == SUPPRESS


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

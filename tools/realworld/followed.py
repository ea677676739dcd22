"""Counts the calls from the blocks of tapes into the user's other modules: interpreted, or left unknown."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tapelens.flow.graph import Kind
from tapelens.machine import calls
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, ModuleRef
from tapelens.machine.machine import Machine
from tapelens.machine.values import Bound, Class, Function, Instance, Opaque, Union, Value


@dataclass(slots=True)
class Tally:
    """What one analysis did with such calls."""

    followed: int = 0
    unknown: int = 0


_real_call = calls.call
_tally = Tally()


def install() -> None:
    """Let every call of every machine be counted."""
    setattr(calls, "call", _counted)  # noqa: B010  mypy takes no assignment to a function


def fresh() -> Tally:
    """Return a new tally, which counts from now on."""
    global _tally
    _tally = Tally()
    return _tally


def _counted(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    if m.context.recording and frame.unit.module.name == "__main__":
        _count(m, callee, frame.unit.module)
    return _real_call(m, node, callee, args, frame)


def _count(m: Machine, callee: Value, main: ModuleRef) -> None:
    home = module_of(callee)
    if home is not None:
        _tally.followed += home is not main
    elif isinstance(callee, Opaque) and from_module(m, callee.node):
        _tally.unknown += 1


def module_of(callee: Value) -> ModuleRef | None:
    """Return the module of what is called, None when it is not the user's."""
    if isinstance(callee, Bound):
        return module_of(callee.function)
    if isinstance(callee, Union):
        return next((home for option in callee.options if (home := module_of(option))), None)
    if isinstance(callee, Instance):
        return callee.cls.unit.module
    return callee.unit.module if isinstance(callee, Function | Class) else None


def from_module(m: Machine, node: int) -> bool:
    """Return whether an unknown value is what a module of the project should have held."""
    while m.graph.kinds[node] == Kind.OPAQUE:
        if m.graph.labels[node] == "module":
            return True
        if len(m.graph.inputs[node]) != 1:
            return False
        node = m.graph.inputs[node][0]
    return False

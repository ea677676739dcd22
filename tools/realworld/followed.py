"""Counts the calls from the blocks of tapes into the user's other modules: interpreted, or left unknown.

A call is a place in the code, however often the machine comes by; it was followed if it was on some of its ways.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tapelens.flow.graph import Kind
from tapelens.machine import calls
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, ModuleRef
from tapelens.machine.machine import Machine
from tapelens.machine.values import Bound, Class, External, Function, Instance, Opaque, Union, Value
from tapelens.project.resolve import LIBRARIES, project_root


@dataclass(slots=True)
class Tally:
    """What one analysis did with such calls."""

    seen: dict[int, bool] = field(default_factory=dict)  # by the call's node: whether it was followed

    @property
    def followed(self) -> int:
        """The calls that were interpreted."""
        return sum(self.seen.values())

    @property
    def unknown(self) -> int:
        """The calls that gave something unknown."""
        return len(self.seen) - self.followed


_real_call = calls.call
_real_opaque_call = calls.opaque_call
_given_up: set[int] = set()
_tally = Tally()


def install() -> None:
    """Let every call of every machine be counted."""
    setattr(calls, "call", _counted)  # noqa: B010  mypy takes no assignment to a function
    setattr(calls, "opaque_call", _cut)  # noqa: B010


def fresh() -> Tally:
    """Return a new tally, which counts from now on."""
    global _tally
    _tally = Tally()
    return _tally


def _counted(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    counts = m.context.recording and frame.unit.module.name == "__main__"
    leads = _leads_elsewhere(m, callee, frame.unit.module) if counts else None
    result = _real_call(m, node, callee, args, frame)
    if leads is not None:
        _tally.seen[id(node)] = _tally.seen.get(id(node), False) or (leads and id(node) not in _given_up)
    _given_up.discard(id(node))
    return result


def _cut(m: Machine, node: ast.AST, callee: Value, args: Args, frame: Frame) -> Value:
    """A function whose call is not interpreted after all: too deep, too long, too often."""
    if isinstance(callee, Bound) and isinstance(callee.function, Function):
        _given_up.add(id(node))
    return _real_opaque_call(m, node, callee, args, frame)


def _leads_elsewhere(m: Machine, callee: Value, main: ModuleRef) -> bool | None:
    """Return whether a call leads into another module that is known; None if it leads into none of the user's."""
    home = module_of(callee)
    if home is not None:
        return True if home is not main else None
    if isinstance(callee, Opaque):
        return False if from_module(m, callee.node) else None
    if isinstance(callee, External) and main.path is not None:
        first = callee.path.partition(".")[0]
        return False if first not in LIBRARIES and first in names_below(project_of(main.path)) else None
    return None


def project_of(path: str) -> str:
    """Return the folder of the project that a file belongs to, its own where nothing marks one."""
    return project_root(str(Path(path).parent)) or str(Path(path).parent)


@lru_cache(maxsize=200)
def names_below(folder: str) -> frozenset[str]:
    """Return the names of all modules and packages of a project, wherever they stand."""
    files = list(Path(folder).rglob("*.py"))
    return frozenset(name for file in files for name in (file.stem, file.parent.name))


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

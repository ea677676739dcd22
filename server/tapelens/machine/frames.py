"""Where names live: one frame per running function, class body, comprehension or module."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tapelens.machine.store import State
from tapelens.machine.values import MISSING, Cells, Class, Value

if TYPE_CHECKING:
    from tapelens.source.document import Document, Unit


@dataclass(slots=True, eq=False)
class ModuleRef:
    """One file that the machine interprets. `path` is None for the analysed document itself."""

    name: str
    path: str | None
    document: Document


@dataclass(slots=True, eq=False)
class UnitRef:
    """One top-level statement of a module; places are (UnitRef, syntax node)."""

    module: ModuleRef
    unit: Unit


@dataclass(slots=True, eq=False)
class Frame:
    """The names of one scope. `returns` collects (value, state) of early ends, for the join at the end."""

    unit: UnitRef
    cells: Cells
    top: Frame | None = None  # the module's frame; None for the module's own
    parent: Frame | None = None  # the enclosing function's frame
    cls: Class | None = None  # the class whose body or method runs
    first: Value | None = None  # the method's `self`
    level: int = 0  # the store's level when the scope began
    redirected: dict[str, Cells] = field(default_factory=dict)  # names declared global or nonlocal
    returns: list[tuple[Value, State]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    graph_mode: bool = False
    forked: int | None = (
        None  # what a branch of TensorFlow that returns does to the gradients of the other results
    )
    suspended: Callable[[Value], None] | None = (
        None  # runs what goes on while the function waits at a `yield`
    )
    reads: set[str] = field(default_factory=set)  # of a module's frame: the names that were asked for

    def lookup(self, name: str) -> Any:
        """Return the value that the name has here, MISSING when it has none."""
        redirected = self.redirected.get(name)
        if redirected is not None:
            if self.top is not None and redirected is self.top.cells:
                self.top.reads.add(name)
            return redirected.get(name, MISSING)
        frame: Frame | None = self
        while frame is not None:
            value = frame.cells.get(name, MISSING)
            if value is not MISSING:
                if frame.top is None:
                    frame.reads.add(name)
                return value
            frame = frame.parent
        if self.top is not None:
            self.top.reads.add(name)
            return self.top.cells.get(name, MISSING)
        self.reads.add(name)
        return MISSING

    def home(self, name: str) -> Cells:
        """Return the cells that an assignment to the name writes."""
        return self.redirected.get(name, self.cells)


@dataclass(slots=True, eq=False)
class Loop:
    """A running loop: the states of its `break` and `continue` statements."""

    level: int
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


def place(frame: Frame, node: ast.AST) -> tuple[UnitRef, ast.AST]:
    """Return the place of a syntax node, as the graph keeps it."""
    return (frame.unit, node)

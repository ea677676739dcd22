"""Runs a document on the machine: its top-level statements in order, then the functions that nothing calls."""

from __future__ import annotations

import ast

from tapelens.machine import entries, load
from tapelens.machine.frames import Frame, ModuleRef, UnitRef
from tapelens.machine.machine import Flow, Machine, OverBudget
from tapelens.machine.values import Class, Function
from tapelens.source.document import Document

__all__ = ["Run", "load"]


class Run:
    """One interpretation of one document."""

    def __init__(self, machine: Machine, document: Document, path: str | None = None) -> None:
        self.machine = machine
        self.module = ModuleRef("__main__", path, document)
        self.notes: list[str] = []
        first = document.units[0] if document.units else None
        self.top: Frame | None = None
        if first is not None:
            self.top = Frame(UnitRef(self.module, first), {})

    def run(self) -> None:
        """Interpret the whole document."""
        if self.top is None:
            return
        for unit in self.module.document.units:
            self._unit(unit.tree, UnitRef(self.module, unit))
        self._left(nested=True)
        self._entries()

    def _unit(self, tree: tuple[ast.stmt, ...], unit: UnitRef) -> int:
        assert self.top is not None
        self.top.unit = unit
        m = self.machine
        m.refill()
        try:
            return m.run(list(tree), self.top)
        except (OverBudget, RecursionError) as error:
            self._partial(unit, error)
            return Flow.NEXT

    def _partial(self, unit: UnitRef, error: BaseException) -> None:
        """Put the machine back in order after a unit that was cut short."""
        from tapelens.flow.graph import IDLE

        m = self.machine
        while m.store.level > 1:
            m.store.keep()
        m.context = IDLE
        m.depth = 0
        m.turn = 1
        m.active.clear()
        kind = "too many steps" if isinstance(error, OverBudget) else "nested too deeply"
        self.notes.append(f"line {unit.unit.start + 1}: {kind}; the answer for this statement is partial")

    def _entries(self) -> None:
        """Run what nothing called; each leaves the module's state as it was."""
        assert self.top is not None
        m = self.machine
        for owner, function in entries.order(m, entries.pending(m, self.top))[: entries.MAX_ENTRIES]:
            if id(function.node) in m.visited:
                continue
            self._entry(owner, function)
        self._left(nested=False)

    def _left(self, nested: bool) -> None:
        """Run what leads to a gradient call and is still unseen, until nothing new is defined by it."""
        m = self.machine
        for _ in range(entries.MAX_NESTING):
            found = entries.left(m, self.module, nested)[: entries.MAX_ENTRIES]
            for owner, function in found:
                if id(function.node) not in m.visited:
                    self._entry(owner, function)
            if not found:
                return

    def _entry(self, owner: Function | Class | object, function: Function) -> None:
        assert self.top is not None
        m = self.machine
        m.refill()
        m.store.open()
        self.top.unit = function.unit
        try:
            entries.run(m, owner, function, self.top)  # type: ignore[arg-type]
            self._left(nested=True)
            m.store.undo()
        except (OverBudget, RecursionError) as error:
            while m.store.level > 2:
                m.store.keep()
            m.store.undo()
            self._partial(function.unit, error)

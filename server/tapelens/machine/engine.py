"""Runs a document on the machine: its top-level statements in order, then the functions that nothing calls.

After an edit only those pieces run again that the edit can have changed (see docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from tapelens.flow.graph import IDLE
from tapelens.machine import entries, load, pieces
from tapelens.machine.entries import Pair
from tapelens.machine.frames import Frame, ModuleRef, UnitRef
from tapelens.machine.machine import Machine, OverBudget
from tapelens.machine.order import Order
from tapelens.machine.pieces import Piece
from tapelens.machine.values import Cells, Function, Tape, Value
from tapelens.source.document import Document
from tapelens.source.units import Unit

__all__ = ["Run", "load"]

# So much more than it needs the graph may hold of what is no longer true, before all is run again.
GARBAGE_FACTOR = 2
GARBAGE_NODES = 2_000


class Run:
    """One interpretation of one document, and of its next versions."""

    def __init__(self, machine: Machine, document: Document, path: str | None = None) -> None:
        self.machine = machine
        self.module = ModuleRef("__main__", path, document)
        self.statements: list[Piece] = []
        self.entries: list[Piece] = []
        self.order = Order()
        self.binders: dict[str, int] = {}  # which statement binds a name, for the next edit
        self.telling: list[Piece] = []  # those pieces of which there is anything to tell, in their order
        first = document.units[0] if document.units else None
        self.top: Frame | None = None
        if first is not None:
            self.top = Frame(UnitRef(self.module, first), {})
        self._needed = 0

    def run(self) -> None:
        """Interpret the whole document."""
        if self.top is None:
            return
        for unit in self.module.document.units:
            self.statements.append(self.statement(self.top, unit))
        self.run_entries(self.top, {})
        self._needed = len(self.machine.graph)

    @property
    def notes(self) -> list[str]:
        """What is partial, and why."""
        return [
            f"line {piece.ref.unit.start + 1}: {piece.note}; the answer for this statement is partial"
            for piece in self.telling
            if piece.note
        ]

    def tapes(self) -> Iterator[tuple[Tape, Cells]]:
        """Yield every tape with its cells as they were at the end of the piece that made it."""
        for piece in self.telling:
            for tape in piece.tapes:
                cells = piece.ended.get(tape.number, tape.cells)
                if cells:  # none where every way on which it was made ends with an exception
                    yield tape, cells

    @property
    def overgrown(self) -> bool:
        """Whether the graph holds so much that is no longer true that a new run is due."""
        return self.garbage > 1

    @property
    def garbage(self) -> float:
        """How much of what is no longer true the graph holds: 1 is as much as it may."""
        allowed = (GARBAGE_FACTOR - 1) * self._needed + GARBAGE_NODES
        return (len(self.machine.graph) - self._needed) / allowed

    # -- statements ----------------------------------------------------------------------------

    def statement(self, top: Frame, unit: Unit) -> Piece:
        """Run one statement of the module; its log stays open so that it can be taken back."""
        m = self.machine
        piece = Piece(UnitRef(self.module, unit), context=m.context)
        top.unit = piece.ref
        m.refill()
        m.store.open()
        level = top.level = m.store.level
        with pieces.recording(m, top, piece):
            try:
                m.run(list(unit.tree), top)
            except (OverBudget, RecursionError) as error:
                self._cut_short(piece, error, level)
        pieces.finish(piece, top, m.store.log)
        return piece

    def _cut_short(self, piece: Piece, error: BaseException, level: int) -> None:
        """Put the machine back in order after a piece that was too much."""
        m = self.machine
        while m.store.level > level:
            m.store.keep()
        m.context = IDLE
        m.depth = 0
        m.turn = 1
        m.certain = True
        m.repeats = 0
        m.active.clear()
        m.yields.clear()
        m.graph.here = 0
        piece.note = "too many steps" if isinstance(error, OverBudget) else "nested too deeply"

    # -- entries -------------------------------------------------------------------------------

    def run_entries(self, top: Frame, known: dict[int, Piece]) -> None:
        """Run what nothing called, or take over what is known of it; each leaves the module's state as it was."""
        self.entries = []
        self.order.lay(top, self.statements)
        seen: set[int] = set()
        for piece in self.statements:
            if piece.visited:
                seen.update(piece.visited)
        for pairs in (self.order.nested, self.order.named, self.order.others):
            self._all(top, pairs, seen, known)
        self.machine.refill()
        self.telling = [piece for piece in (*self.statements, *self.entries) if piece.tells]

    def _all(self, top: Frame, found: list[Pair], seen: set[int], known: dict[int, Piece]) -> None:
        for owner, function in found[: entries.MAX_ENTRIES]:
            if id(function.node) in seen:
                continue
            piece = known.get(id(function.node))
            if piece is None or piece.function is not function or piece.owner is not owner:
                piece = self._entry(top, owner, function, seen)
            self.entries.append(piece)
            seen.update(piece.visited)

    def _entry(self, top: Frame, owner: Value, function: Function, seen: set[int]) -> Piece:
        m = self.machine
        piece = Piece(function.unit, owner, function)
        m.refill()
        m.store.open()
        level, context = m.store.level, m.context
        top.unit = function.unit
        m.graph.floor, m.graph.aside = len(m.graph), {}
        with pieces.recording(m, top, piece):
            try:
                entries.run(m, owner, function, top)
                self._nested(top, piece, seen, entries.MAX_NESTING)
            except (OverBudget, RecursionError) as error:
                self._cut_short(piece, error, level)
        piece.visited.setdefault(id(function.node), function.node)
        _keep_tapes(piece)
        m.store.undo()
        m.context = context
        m.graph.floor, m.graph.aside = 0, {}
        piece.fixed = pieces.is_fixed(owner) and all(pieces.is_fixed(top.cells.get(n)) for n in piece.reads)
        return piece

    def _nested(self, top: Frame, piece: Piece, seen: set[int], depth: int) -> None:
        """Run what the entry defined and nothing called, while its names still hold what the entry left in them."""
        if not depth:
            return
        m = self.machine
        inner = [f for f in piece.defined.values() if f.unit.module is self.module and entries.is_nested(f)]
        for owner, function in entries.leading([entries.owned(f) for f in inner]):
            if id(function.node) in piece.visited or id(function.node) in seen:
                continue
            m.refill()
            m.store.open()
            level, context = m.store.level, m.context
            try:
                entries.run(m, owner, function, top)
                self._nested(top, piece, seen, depth - 1)
            except (OverBudget, RecursionError) as error:
                self._cut_short(piece, error, level)
            _keep_tapes(piece)
            m.store.undo()
            m.context = context


def _keep_tapes(piece: Piece) -> None:
    """Keep what the tapes of an entry are at its end, before that is taken back."""
    for tape in piece.tapes:
        if tape.cells:
            piece.ended[tape.number] = dict(tape.cells)

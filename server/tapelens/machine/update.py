"""After an edit: runs again what the edit can have changed, and takes over the rest.

A statement that does nothing but bind names to definitions is run again in its place. Any other one is taken
back, with all that ran after it, and they run again in order. A function that nothing calls runs again when it
read a name that is bound anew, or an object that statements which ran again may have changed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from tapelens.machine import pieces, renamed
from tapelens.machine.engine import Run
from tapelens.machine.frames import Frame, UnitRef
from tapelens.machine.machine import UNITS
from tapelens.machine.pieces import Piece
from tapelens.machine.values import MISSING, Class
from tapelens.source.document import Document
from tapelens.source.units import Unit


def can(run: Run) -> bool:
    """Return whether a run can be brought up to date at all."""
    modules = run.machine.modules
    whole = not run.overgrown and run.machine.steps_left > 0
    return run.top is not None and whole and (modules is None or modules.left > 0)


def update(run: Run, document: Document, dropped: Set[str] = frozenset()) -> bool:
    """Bring a run up to date with the next version of its document; return whether that was possible.

    `dropped` are the modules of the project that read differently by now.
    """
    if run.top is None or not document.units:
        return False
    run.module.document = document
    run.machine.steps_left = run.machine.steps_per_unit * UNITS
    _Update(run, run.top, dropped).carry_out(document.units)
    return True


class _Update:
    """One edit."""

    def __init__(self, run: Run, top: Frame, dropped: Set[str]) -> None:
        self.dropped = dropped
        self.run = run
        self.top = top
        self.changed: set[str] = set()  # the module's names that are bound anew
        self.mutated = False  # whether statements ran again that may have changed objects
        self.all = False  # whether classes or modules themselves may have changed
        self.gone: set[int] = set()  # statements that are no more what they were, by their refs' ids

    def carry_out(self, units: Sequence[Unit]) -> None:
        before = self.run.statements
        first, stop = pieces.differing([piece.ref.unit for piece in before], units)
        if not self.dropped and (self._says_nothing(units, first, stop) or self._renames(units, first, stop)):
            return
        again: int | None = min([first, *self._importing()])
        if len(before) == len(units):
            again = self._in_place(units, first, len(units) - stop)
        if again is not None:
            self._from(again, units)
        self._entries()

    # -- statements ----------------------------------------------------------------------------

    def _importing(self) -> list[int]:
        """Return which statements import a module that reads differently by now."""
        if not self.dropped:
            return []
        return [i for i, p in enumerate(self.run.statements) if not self.dropped.isdisjoint(p.imports)]

    def _says_nothing(self, units: Sequence[Unit], first: int, stop: int) -> bool:
        """Put statements that do nothing in the place of such; return whether that is all that changed."""
        run, before = self.run, self.run.statements
        gone, came = before[first : len(before) - stop], units[first : len(units) - stop]
        if not (all(piece.ref.unit.is_silent for piece in gone) and all(unit.is_silent for unit in came)):
            return False
        store = run.machine.store
        context = before[first].context if first < len(before) else run.machine.context
        made = [Piece(UnitRef(run.module, unit), context=context, pure=True) for unit in came]
        before[first : len(before) - stop] = made
        store.logs[first + 1 : first + 1 + len(gone)] = [piece.log for piece in made]
        store.log = store.logs[-1]
        run.binders.clear()
        return True

    def _renames(self, units: Sequence[Unit], first: int, stop: int) -> bool:
        """Take over what is known where nothing but an unknown name reads differently; return whether that is so."""
        before, renaming = self.run.statements, self.run.module.document.renaming
        if renaming is None or not first + 1 + stop == len(before) == len(units):
            return False
        alone = before[first].ref.unit is renaming.old and units[first] is renaming.new
        return alone and renamed.take_over(self.run, self.top, renaming)

    def _in_place(self, units: Sequence[Unit], first: int, stop: int) -> int | None:
        """Run changed definitions again, and those that read them; return the first statement that needs more."""
        statements, changed, dropped = self.run.statements, self.changed, self.dropped
        for index in range(0 if dropped else first, len(statements)):
            if first <= index < stop or not (
                changed.isdisjoint(statements[index].reads) and dropped.isdisjoint(statements[index].imports)
            ):
                if not self._replace(index, units[index]):
                    return index
            elif index >= stop and not (changed or dropped):
                break
        return None

    def _replace(self, index: int, unit: Unit) -> bool:
        """Run a definition again as if nothing behind it had run yet; return whether that is the same."""
        old = self.run.statements[index]
        if not old.pure:
            return False
        store = self.run.machine.store
        made = self.run.statement(self.top, unit)
        if not (made.pure and made.bound.keys() == old.bound.keys() and self._timeless(index, made)):
            store.undo()
            pieces.withdraw(self.run.machine, made)
            pieces.cut(self.run.machine, [made])
            return False
        store.logs.pop()
        for mark, (cells, key, _) in made.log.items():
            if cells is self.top.cells:
                made.log[mark] = (cells, key, old.log[mark][2])
        store.logs[index + 1] = made.log
        store.log = store.logs[-1]
        self.run.statements[index] = made
        self.run.order.replace(old, made)
        self.changed.update(made.bound.keys())
        self.gone.add(id(old.ref))
        return True

    def _timeless(self, index: int, piece: Piece) -> bool:
        """Return whether a definition gives the same now as at its place: nothing behind it has a say in it."""
        cells, binders = self.top.cells, self._all_binders()
        own = all(binders.get(name) == index for name in piece.bound)
        return own and all(
            pieces.is_fixed(cells.get(name, MISSING)) and binders.get(name, -1) < index
            for name in piece.reads
        )

    def _all_binders(self) -> dict[str, int]:
        """Return for every name of the module the statement that binds it; past the end where several do."""
        binders = self.run.binders
        if not binders:
            many = len(self.run.statements)
            for index, piece in enumerate(self.run.statements):
                for name in piece.bound:
                    binders[name] = many if name in binders else index
        return binders

    def _from(self, first: int, units: Sequence[Unit]) -> None:
        """Take back all statements from the first on, and run what stands there now."""
        run, m = self.run, self.run.machine
        dropped = run.statements[first:]
        for piece in reversed(dropped):
            self._note_homes(piece)
            m.store.undo()
            m.context = piece.context
            self.gone.add(id(piece.ref))
            if not piece.pure:
                pieces.withdraw(m, piece)
        del run.statements[first:]
        pieces.cut(m, dropped)
        run.order.forget()
        run.binders.clear()
        places = _in_order(dropped, units[first:])
        for piece in dropped:
            if id(piece.ref.unit) not in places:
                self.changed.update(piece.bound.keys())
                self.mutated |= not piece.pure
        kept = -1
        for unit in units[first:]:
            place = places.get(id(unit), -1)
            if place > kept and self._still(dropped[place]):
                kept = place
                self._bind(dropped[place])
            else:
                self._run(unit)

    def _run(self, unit: Unit) -> None:
        made = self.run.statement(self.top, unit)
        self.run.statements.append(made)
        self.changed.update(made.bound.keys())
        self.mutated |= not made.pure
        self._note_homes(made)

    def _bind(self, piece: Piece) -> None:
        """Bind a definition's names as it did before."""
        store = self.run.machine.store
        store.open()
        for cells, key, value in piece.left:
            store.set(cells, key, value)
        piece.log = store.log
        self.gone.discard(id(piece.ref))
        self.run.statements.append(piece)

    def _note_homes(self, piece: Piece) -> None:
        """Note whether a statement writes to a class that an earlier one defined, or to another module."""
        if not piece.pure and not self.all:
            written = {id(cells) for cells, _, _ in piece.log.values()}
            own = {id(v.cells) for v in piece.bound.values() if isinstance(v, Class)}
            homes = {id(v.cells) for v in self.top.cells.values() if isinstance(v, Class)}
            modules = self.run.machine.modules
            if modules is not None:
                homes.update(modules.homes())
            self.all = not written.isdisjoint(homes - own)

    # -- entries -------------------------------------------------------------------------------

    def _entries(self) -> None:
        run = self.run
        before = run.entries
        held = {id(p.function.node): p for p in before if p.function and self._holds(p)}
        gone = [p for p in before if p.function and id(p.function.node) not in held]
        for piece in gone:
            pieces.withdraw(run.machine, piece)
        pieces.cut(run.machine, gone)
        run.run_entries(self.top, held)

    def _holds(self, piece: Piece) -> bool:
        """Return whether what an entry told is still so."""
        if id(piece.ref) in self.gone or (self.mutated and not piece.fixed):
            return False
        return self._still(piece)

    def _still(self, piece: Piece) -> bool:
        """Return whether all that the piece read by name is what it was."""
        same = self.changed.isdisjoint(piece.reads) and self.dropped.isdisjoint(piece.imports)
        return same and not self.all


def _in_order(dropped: Sequence[Piece], units: Sequence[Unit]) -> dict[int, int]:
    """Return the places of the definitions that still stand there, by their units; those that moved are others."""
    places = {id(piece.ref.unit): place for place, piece in enumerate(dropped) if piece.pure}
    kept: dict[int, int] = {}
    last = -1
    for unit in units:
        place = places.get(id(unit), -1)
        if place > last:
            kept[id(unit)] = last = place
    return kept

"""A module of the user's that was read: its statements as pieces, and the next version of its text in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from tapelens.machine import pieces
from tapelens.machine.pieces import Piece
from tapelens.machine.store import put
from tapelens.machine.values import MISSING, Cells, Class, Module
from tapelens.source.document import Document
from tapelens.source.units import Unit

Runner = Callable[[Unit], Piece]


class Loaded:
    """What the statements of one module left behind."""

    def __init__(self, module: Module, made: list[Piece]) -> None:
        self.module = module
        self.pieces = made
        self.cost = sum(piece.steps for piece in made)
        self.binders: dict[str, list[Piece]] = {}
        self.asked: set[str] = set()  # the names that its statements read, or have read
        self.importing = [piece for piece in made if piece.imports]
        for piece in made:
            for name in piece.bound:
                self.binders.setdefault(name, []).append(piece)
            self.asked |= piece.reads
        first = {
            mark: entry for piece in reversed(made) if not piece.pure for mark, entry in piece.log.items()
        }
        self._written = [(cells, key, old, cells.get(key, MISSING)) for cells, key, old in first.values()]
        self._names: Cells = {}
        self._classes: dict[str, tuple[Cells, Cells]] = {}
        self._note(self.binders)

    def _note(self, names: Iterable[str]) -> None:
        """Remember what the names and their classes hold, for others may write there too."""
        cells = self.module.frame.cells
        self._names = dict(cells)
        for name in names:
            value = cells.get(name)
            if isinstance(value, Class):
                self._classes[name] = (value.cells, dict(value.cells))
            else:
                self._classes.pop(name, None)
        self.module.frame.reads = set()  # what is asked for from now on is no doing of the last statement

    def take_back(self) -> bool:
        """Undo what its code wrote, for others may have made what it wrote to; False where somebody wrote over it."""
        for cells, key, old, left in self._written:
            if cells.get(key, MISSING) is left:
                put(cells, key, old)
            elif old is not MISSING:
                return False
        return True

    def revise(self, document: Document, stale: Set[str], run: Runner) -> set[str] | None:
        """Run again in their places what an edit changed, what reads it, and what imports a stale module.

        Return the names that are bound anew. That works for statements that do nothing but bind names to
        definitions. Where others have to run too, it is None, and the module is in between and to be read anew.
        """
        if self._names != self.module.frame.cells or any(now != then for now, then in self._classes.values()):
            return None
        return _Revision(self, stale, run).carry_out(document)

    def take(self, document: Document, made: list[Piece], names: Set[str]) -> None:
        """Take over the next version: its pieces, and which names they bind anew or no more."""
        self.pieces = made
        cells = self.module.frame.cells
        for name in names:
            if name not in self.binders:
                cells.pop(name, None)
        self.module.frame.unit.module.document = document
        self._note(names)


class _Revision:
    """One edit."""

    def __init__(self, loaded: Loaded, stale: Set[str], run: Runner) -> None:
        self.loaded = loaded
        self.stale = stale
        self.run = run
        self.changed: set[str] = set()  # names that are bound anew, or no more
        self.made: list[Piece] = []
        self.fresh: list[tuple[int, Piece]] = []
        self.fits = True  # whether nothing but definitions had to run

    def carry_out(self, document: Document) -> set[str] | None:
        before, units = self.loaded.pieces, document.units
        first, last = pieces.differing([piece.ref.unit for piece in before], units)
        self._keep(before[:first])
        for piece in before[first : len(before) - last]:
            self._let_go(piece)
        for unit in units[first : len(units) - last]:
            self._renew(unit)
        self._keep(before[len(before) - last :])
        if not (self.fits and all(self._timeless(place, piece) for place, piece in self.fresh)):
            return None
        self.loaded.take(document, self.made, self.changed)
        return self.changed

    def _keep(self, kept: list[Piece]) -> None:
        """Take over statements that stand there as before, but for those that read what changed."""
        loaded, changed, stale = self.loaded, self.changed, self.stale
        if changed.isdisjoint(loaded.asked) and all(stale.isdisjoint(p.imports) for p in loaded.importing):
            self.made += kept
            return
        for piece in kept:
            if changed.isdisjoint(piece.reads) and stale.isdisjoint(piece.imports):
                self.made.append(piece)
            else:
                self._let_go(piece)
                self._renew(piece.ref.unit)

    def _let_go(self, piece: Piece) -> None:
        binders = self.loaded.binders
        for name in piece.bound:
            self.fits &= binders[name] == [piece]
            if self.fits:
                del binders[name]
        self.fits &= piece.pure
        self.changed.update(piece.bound)
        self.loaded.cost -= piece.steps
        if piece.imports:
            self.loaded.importing.remove(piece)

    def _renew(self, unit: Unit) -> None:
        if not self.fits:
            return
        piece, loaded = self.run(unit), self.loaded
        if not piece.pure:
            for cells, key, old in piece.log.values():
                put(cells, key, old)
            self.fits = False
            return
        for name in piece.bound:
            self.fits &= name not in loaded.binders
            loaded.binders.setdefault(name, []).append(piece)
        loaded.cost += piece.steps
        self.fresh.append((len(self.made), piece))
        self.made.append(piece)
        self.changed.update(piece.bound)
        loaded.asked |= piece.reads
        if piece.imports:
            loaded.importing.append(piece)

    def _timeless(self, place: int, piece: Piece) -> bool:
        """Return whether a definition gives the same now as in its place: nothing behind it has a say in it."""
        binders = self.loaded.binders
        for name in piece.reads:
            if name in self.changed and name not in binders:
                return False
            if any(self.made.index(binder) >= place for binder in binders.get(name, ())):
                return False
        return True

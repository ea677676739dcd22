"""One edit: the units of the new text, those that it did not touch being the old ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tapelens.source.graft import grafted, means_the_same
from tapelens.source.recovery import Damage, recover
from tapelens.source.renaming import Renaming
from tapelens.source.silent import silently
from tapelens.source.units import OPEN_LIMIT, Known, Unit, made_of, split


class Walk(Known):
    """Walks the new text from the first touched unit until it meets the unchanged tail again.

    `ends` are the old units' end offsets, `first` the first unit to be cut anew, `tail` the old offset from
    which on nothing changed, `shift` how far that moved, `opened` how many old units were never closed.
    """

    def __init__(
        self, units: tuple[Unit, ...], ends: Sequence[int], first: int, tail: int, shift: int, opened: int
    ):
        self._units = units
        self._ends = ends
        self._shift = shift
        self._begin = ends[first - 1] if first else 0
        self._resume = bisect_left(ends, tail, first) + 1
        self._opened = opened
        self._touched = _by_text(units[first : self._resume])
        self._later: dict[str, Unit] | None = None
        self.stop = len(units)
        self.renaming: Renaming | None = None  # of the last unit that was made of an older one

    def made(self, text: str) -> list[Unit]:
        """Return the units up to where the old one with the index `stop`, set by this call, goes on."""
        made: list[Unit] = []
        offset, opened = self._begin, self._opened
        for unit in split(text, offset, self):
            made.append(unit)
            offset += len(unit.text)
            opened += unit.open
            before = offset - self._shift
            index = bisect_left(self._ends, before) + 1
            if index >= self._resume and opened < OPEN_LIMIT and before in self._ends[index - 1 : index]:
                self.stop = index
                break
        return self._without_twins(made)

    def whole(self, chunk: str, offset: int) -> Unit | None:
        """Return an older unit that has the text, or says the same, or one that is made of an older one."""
        unit = self._touched.pop(chunk, None) or self._same(chunk)
        if unit is not None:
            return unit
        for text, one in self._touched.items():
            found = grafted(one, chunk)
            if found is not None:
                del self._touched[text]
                unit, self.renaming = found
                return unit
        if self._later is None:
            if self._resume > len(self._ends) or offset - self._shift < self._ends[self._resume - 1]:
                return None
            self._later = _by_text(self._units[self._resume :])
        return self._later.pop(chunk, None)

    def _same(self, chunk: str) -> Unit | None:
        for text, one in self._touched.items():
            if one.takes(chunk) or silently(one, chunk) or means_the_same(one, chunk):
                del self._touched[text]
                return one
        return None

    def broken(self, chunk: str, damage: Damage) -> Unit:
        """Return an older unit that was mended to the same text, else a new one."""
        before = {one.mended: text for text, one in self._touched.items() if one.mended}
        mended = recover(
            chunk, damage, lambda text: self._touched[before[text]].tree if text in before else None
        )
        if mended.text not in before:
            return made_of(chunk, mended)
        unit = self._touched.pop(before[mended.text])
        unit.become(chunk)
        unit.damage = mended.damage
        return unit

    def _without_twins(self, made: list[Unit]) -> list[Unit]:
        # A unit found by its text may be one that the tail holds too: one object cannot stand in two places.
        if self._later is None:
            return made
        held = set(map(id, self._units[self.stop :]))
        return [unit.twin() if id(unit) in held else unit for unit in made]


def _by_text(units: tuple[Unit, ...]) -> dict[str, Unit]:
    return {unit.text: unit for unit in units if not unit.open}

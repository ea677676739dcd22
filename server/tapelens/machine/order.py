"""In which order the functions that nothing calls are run, kept while edits leave it as it is."""

from __future__ import annotations

from collections.abc import Iterable

from tapelens.machine import entries
from tapelens.machine.entries import ASKING, Pair
from tapelens.machine.frames import Frame
from tapelens.machine.names import used_names
from tapelens.machine.pieces import Piece
from tapelens.machine.values import Class, Function, Value


class Order:
    """Three lists: what statements defined in functions, what the module's names hold, and all other definitions."""

    def __init__(self) -> None:
        self.nested: list[Pair] = []
        self.named: list[Pair] = []
        self.others: list[Pair] = []
        self._names: frozenset[str] | None = None  # what decides who leads to a gradient call

    def lay(self, top: Frame, statements: Iterable[Piece]) -> None:
        """Work the lists out, unless they still hold."""
        if self._names is not None:
            return
        own = [f for piece in statements for f in piece.defined.values() if f.unit.module is top.unit.module]
        pairs = [entries.owned(function) for function in own]
        self.nested = entries.leading([pair for pair in pairs if entries.is_nested(pair[1])])
        self.others = entries.leading([pair for pair in pairs if not entries.is_nested(pair[1])])
        self.named = entries.leading(entries.pending(top))
        self._names = ASKING.union(function.name for function in own)

    def minds(self, *names: str) -> bool:
        """Return whether the order may depend on who mentions one of the names."""
        return self._names is None or not self._names.isdisjoint(names)

    def forget(self) -> None:
        """Have the lists worked out anew."""
        self._names = None

    def replace(self, old: Piece, new: Piece) -> None:
        """Put a changed definition in the place of the old one, where that changes nothing for the others."""
        names = self._names
        if names is None or old.bound.keys() != new.bound.keys() or _shape(old, names) != _shape(new, names):
            self._names = None
            return
        values: dict[int, Value] = {}
        for before, after in zip(old.defined.values(), new.defined.values()):
            values[id(before)] = after
        for name, value in old.bound.items():
            values[id(value)] = new.bound[name]
        for pairs in (self.nested, self.named, self.others):
            for index, (owner, function) in enumerate(pairs):
                if id(function) in values:
                    pairs[index] = (values.get(id(owner), owner), values[id(function)])  # type: ignore[assignment]


def _shape(piece: Piece, names: frozenset[str]) -> object:
    """What the order takes of a definition: the kinds of its values, and who mentions which of the names."""
    mentions = [(f.name, entries.is_nested(f), used_names(f.node) & names) for f in piece.defined.values()]
    kinds = [(name, type(value), _home(value)) for name, value in piece.bound.items()]
    return mentions, kinds


def _home(value: Value) -> object:
    """A function bound under its own definition, or the names of a class's functions."""
    if isinstance(value, Class):
        return [name for name, held in value.cells.items() if isinstance(held, Function)]
    return isinstance(value, Function)

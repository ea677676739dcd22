"""The flow graph: which value was computed from which, under which tapes, and with what effect.

A node is one abstract value. Its number is also its time: it is made after all nodes with smaller numbers.
Four kinds:
  LEAF    a value that starts a path: a variable, a constant, an array, a number
  OP      the output of an operation; a tape records it or does not
  ALIAS   the same value under another name: a branch's join, an element taken out of a container
  OPAQUE  a value of which nothing is known: it may be, hold or have been computed from anything that existed
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Final

from tapelens.flow.reasons import Effect


class Kind:
    """What a node stands for."""

    LEAF: Final = 0
    OP: Final = 1
    ALIAS: Final = 2
    OPAQUE: Final = 3


class Dtype:
    """As much of a dtype as decides whether a gradient can pass: INTEGER stands for bool and string too."""

    UNKNOWN: Final = 0
    FLOAT: Final = 1
    INTEGER: Final = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """What starts here. `trainable` is None when unknown; only variables are watched on their own.

    `weights`: it stands for all that a library's layer or model keeps, of which the number is not known.
    """

    variable: bool = False
    trainable: bool | None = True
    weights: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Which tapes record at a moment, tape number to epoch (a `reset` starts a new one), and which are paused."""

    recording: tuple[tuple[int, int], ...] = ()
    paused: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()  # those that record in another thread

    def epoch(self, tape: int) -> int | None:
        """Return the epoch in which the tape records, None when it does not."""
        for number, epoch in self.recording:
            if number == tape:
                return epoch
        return None


def forget_from(table: dict[int, Any], node: int) -> None:
    """Take the nodes from one on out of a table in which they came last."""
    while table and next(reversed(table)) >= node:
        table.popitem()


IDLE = Context()
PLAIN_LEAF = Leaf()
Place = Any  # (unit, syntax node); only the rooms that know syntax look inside
Spills = dict[int, list[int]]


class Graph:
    """The nodes, as parallel lists: one append each, and integers between them."""

    __slots__ = (
        "as_target",
        "aside",
        "calls",
        "clashes",
        "contexts",
        "dtypes",
        "effects",
        "floor",
        "handles",
        "here",
        "homes",
        "info",
        "inputs",
        "keeps",
        "kinds",
        "labels",
        "loads",
        "named",
        "names",
        "overwrites",
        "places",
        "results",
        "spilled",
        "spills",
        "starts",
        "within",
    )

    def __init__(self) -> None:
        self.kinds: list[int] = []
        self.inputs: list[tuple[int, ...]] = []
        self.effects: list[tuple[int, ...]] = []
        self.contexts: list[Context] = []
        self.places: list[Place] = []
        self.dtypes: list[int] = []
        self.info: list[Leaf] = []
        self.labels: list[str] = []
        # an op of integers whose effects are others when its output is itself the target: node -> effects
        self.as_target: dict[int, tuple[int, ...]] = {}
        # what `assign` gives is read from the same memory as its variable, and no tape watches it: each to the other
        self.handles: dict[int, tuple[int, ...]] = {}
        self.clashes: set[int] = set()  # ops of whole numbers and fractions, which TensorFlow refuses
        self.names: dict[int, str] = {}
        self.homes: dict[int, str] = {}  # the names of the models in which layers without a name stand
        # what an opaque value may hold since it was handed to unknown code: value -> later nodes
        self.spills: Spills = {}
        # those that a run makes which leaves no trace behind, onto values older than itself
        self.aside: Spills = {}
        self.floor = 0  # the first node of such a run
        self.named: list[int] = []  # the values that got a name since somebody emptied the list
        self.spilled: list[tuple[int, int]] = []  # the spills since somebody emptied the list
        # a name held `old` and was bound to `new`, which was computed from it: new -> (old, place)
        self.overwrites: dict[int, tuple[int, Place]] = {}
        # the calls of user functions that were interpreted: (the call around it, its place); 0 is the module
        self.calls: list[tuple[int, Place]] = [(0, None)]
        self.results: dict[int, tuple[int, ...]] = {}  # what they gave back
        self.keeps: set[int] = set()  # those of them whose result is kept, for who asks again
        # what the code of other modules made, a module's own imports before it: the first node, and the one behind
        self.loads: list[tuple[int, int]] = []
        self.starts: set[int] = set()  # those of them that start a thread
        self.here = 0  # the call that is being interpreted
        self.within: list[int] = []  # in which call a node was made

    def _add(
        self,
        kind: int,
        inputs: tuple[int, ...],
        effects: tuple[int, ...],
        context: Context,
        place: Place,
        dtype: int,
        info: Leaf,
        label: str,
    ) -> int:
        self.inputs.append(inputs)
        self.effects.append(effects)
        self.contexts.append(context)
        self.places.append(place)
        self.dtypes.append(dtype)
        self.info.append(info)
        self.labels.append(label)
        self.within.append(self.here)
        self.kinds.append(kind)
        return len(self.kinds) - 1

    def leaf(
        self,
        place: Place,
        context: Context,
        dtype: int,
        info: Leaf = PLAIN_LEAF,
        label: str = "",
        inputs: tuple[int, ...] = (),
        effects: tuple[int, ...] = (),
    ) -> int:
        """Add a value that starts a path; `inputs` are what its first content was made from."""
        return self._add(Kind.LEAF, inputs, effects, context, place, dtype, info, label)

    def op(
        self,
        label: str,
        inputs: tuple[int, ...],
        effects: tuple[int, ...],
        context: Context,
        place: Place,
        dtype: int,
    ) -> int:
        """Add the output of an op; `effects` holds one effect per input."""
        return self._add(Kind.OP, inputs, effects, context, place, dtype, PLAIN_LEAF, label)

    def alias(
        self, inputs: tuple[int, ...], context: Context, place: Place, dtype: int = Dtype.UNKNOWN
    ) -> int:
        """Add another name of one of `inputs`; which one is not known when there are several."""
        return self._add(
            Kind.ALIAS, inputs, (Effect.CARRY,) * len(inputs), context, place, dtype, PLAIN_LEAF, ""
        )

    def opaque(self, inputs: tuple[int, ...], context: Context, place: Place, label: str = "") -> int:
        """Add a value of which nothing is known but that it may come from `inputs` or anything older."""
        carry = (Effect.CARRY,) * len(inputs)
        return self._add(Kind.OPAQUE, inputs, carry, context, place, Dtype.UNKNOWN, PLAIN_LEAF, label)

    def share(self, one: int, other: int) -> None:
        """Note that two values are read from the same memory."""
        self.handles[one] = (*self.handles.get(one, ()), other)
        self.handles[other] = (*self.handles.get(other, ()), one)

    def spill(self, value: int, into: int) -> None:
        """Note that unknown code held `value` when `into` was made: it may hold anything of that time."""
        if value < self.floor:
            self.aside.setdefault(value, []).append(into)
            return
        self.spills.setdefault(value, []).append(into)
        self.spilled.append((value, into))

    def name(self, node: int, name: str) -> None:
        """Give a value its name, if it has none and does not belong to somebody else than the run that goes on."""
        if node >= self.floor and node not in self.names:
            self.names[node] = name
            self.named.append(node)

    def house(self, node: int, name: str) -> None:
        """Note the name of the model in which a layer stands, the first that it got."""
        if node >= self.floor and node not in self.homes:
            self.homes[node] = name
            self.named.append(node)

    def is_weights(self, node: int) -> bool:
        """Return whether a node stands for the weights of a library's layer or model, one or more."""
        return self.info[node].weights

    def enter_call(self, place: Place) -> int:
        """Note that a user's function is called at the place; return the call around it, for `leave_call`."""
        outer = self.here
        self.calls.append((outer, place))
        self.here = len(self.calls) - 1
        return outer

    def leave_call(self, outer: int) -> None:
        """Note that the called function ended."""
        self.here = outer

    def cut(self, node: int, call: int) -> None:
        """Forget every node and every call from these on; nothing that stays may know any of them."""
        for column in self._columns():
            del column[node:]
        for table in (self.as_target, self.overwrites):
            forget_from(table, node)
        for older in [one for one, others in self.handles.items() if one >= node or max(others) >= node]:
            others = tuple(other for other in self.handles.pop(older) if other < node)
            if older < node and others:
                self.handles[older] = others
        self.loads = [load for load in self.loads if load[1] <= node]
        self.clashes = {clash for clash in self.clashes if clash < node}
        del self.calls[call:]
        forget_from(self.results, call)
        self.keeps = {one for one in self.keeps if one < call}
        self.starts = {one for one in self.starts if one < call}

    def _columns(self) -> tuple[list[Any], ...]:
        return (
            self.kinds, self.inputs, self.effects, self.contexts, self.places,
            self.dtypes, self.info, self.labels, self.within,
        )  # fmt: skip

    def load_of(self, node: int) -> int:
        """Return which module's code made the node as it was read, -1 for what the analysed file made.

        A module is read when a name of it is first asked for, but Python ran it before all that: among nodes of
        different modules, and of the file, the numbers do not tell which is older.
        """
        return next((i for i, (first, end) in enumerate(self.loads) if first <= node < end), -1)

    def is_before(self, node: int, time: int) -> bool:
        """Return whether a node was there at a time of the analysed file."""
        return node < time or self.load_of(node) >= 0

    def place_of_start(self, node: int) -> Place:
        """Return where the thread that made the node was started."""
        around = self._calls_around(self.within[node])
        return next((self.calls[call][1] for call in around if call in self.starts), self.places[node])

    def place_seen_from(self, node: int, call: int, onwards: Set[int]) -> Place:
        """Return the node's place as the call sees it: of what a helper made, where the helper was called.

        Where the helper was called by another function than this one, its call is only of interest when it gave
        back a value on the way `onwards`; else the value was kept somewhere, and its own place says more.
        """
        ours, theirs = self._calls_around(call), self._calls_around(self.within[node])
        depth = 0
        while depth < min(len(ours), len(theirs)) and ours[depth] == theirs[depth]:
            depth += 1
        kept = [i + 1 for i, helper in enumerate(theirs) if helper in self.keeps]
        depth = max([depth, *kept])
        helpers = theirs[depth:]
        if depth < len(ours):
            helpers = [helper for helper in helpers if self._gave(helper, onwards)]
        return self.calls[helpers[0]][1] if helpers else self.places[node]

    def _gave(self, call: int, onwards: Set[int]) -> bool:
        """Return whether a call gave back a value on the way `onwards`, and kept it nowhere else."""
        return any(n in onwards and "." not in self.names.get(n, "") for n in self.results.get(call, ()))

    def _calls_around(self, call: int) -> list[int]:
        found: list[int] = []
        while call:
            found.append(call)
            call = self.calls[call][0]
        return found[::-1]

    def __len__(self) -> int:
        return len(self.kinds)

"""Pieces of a run: what one statement of the module, or one function that nothing calls, read and left behind."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tapelens.flow.graph import IDLE, Context, forget_from
from tapelens.machine.frames import Frame, UnitRef
from tapelens.machine.machine import Machine
from tapelens.machine.store import Entry, State
from tapelens.machine.values import MISSING, Cells, Class, Const, External, Function, Module, Tape, Value
from tapelens.source.units import Unit

if TYPE_CHECKING:
    from tapelens.machine.noticed import Noticed
    from tapelens.machine.requests import Request


@dataclass(slots=True, eq=False)
class Piece:
    """One statement of the module, or one function run on its own (then `function` and its owner are known)."""

    ref: UnitRef
    owner: Value | None = None
    function: Function | None = None
    reads: set[str] = field(default_factory=set)  # names of the module
    visited: dict[int, ast.AST] = field(default_factory=dict)
    defined: dict[int, Function] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    tapes: list[Tape] = field(default_factory=list)
    ended: dict[int, Cells] = field(
        default_factory=dict
    )  # of entries: the tapes' cells at their end, by number
    tape_reads: Counter[int] = field(default_factory=Counter)
    tape_uses: Counter[int] = field(default_factory=Counter)
    unused: dict[int, int] = field(default_factory=dict)  # by tapes: how much more often given away than used
    tells: bool = False  # whether there is anything to tell of it
    named: list[int] = field(default_factory=list)
    spilled: list[tuple[int, int]] = field(default_factory=list)
    first: tuple[int, int] = (0, 0)  # the first node and the first call that are its own
    last: int = -1  # the node behind its last one; -1 where a module was loaded among them
    steps_elsewhere: int = 0  # spent in other modules of the project
    imports: set[str] = field(default_factory=set)  # the files of the project that it imported
    made: bool = False  # it made values, or ran something
    note: str = ""  # why it was cut short
    steps: int = 0  # of another module's statement: what it took
    fixed: bool = False  # an entry that reads nothing which statements could change
    # of statements only:
    context: Context = IDLE  # in which it began: tapes that are entered by hand record from one to the next
    log: State = field(default_factory=dict)
    bound: dict[str, Value] = field(default_factory=dict)  # the names of the module that it wrote
    left: list[Entry] = field(default_factory=list)  # all that it wrote, with the values at its end
    pure: bool = False  # it does nothing but bind names, by what cannot change


@contextmanager
def recording(m: Machine, top: Frame, piece: Piece) -> Iterator[None]:
    """Have everything that the machine notes written to the piece."""
    graph = m.graph
    before = _own_nodes(m)
    piece.first = (len(graph), len(graph.calls))
    loaded = m.modules.nodes if m.modules is not None else 0
    elsewhere = m.modules.left if m.modules is not None else 0
    if m.modules is not None:
        m.modules.used = piece.imports
    top.reads, m.visited, m.defined = piece.reads, piece.visited, piece.defined
    m.requests, m.noticed, m.tape_list = piece.requests, piece.noticed, piece.tapes
    graph.named, graph.spilled = piece.named, piece.spilled
    m.tape_reads, m.tape_uses = piece.tape_reads, piece.tape_uses
    try:
        yield
    finally:
        numbers = piece.tape_reads.keys() | piece.tape_uses.keys()
        unused = {n: piece.tape_reads[n] - piece.tape_uses[n] for n in numbers}
        piece.unused = {n: count for n, count in unused.items() if count}
        piece.tells = bool(piece.requests or piece.noticed or piece.tapes or piece.note or piece.unused)
        piece.made = _own_nodes(m) > before or bool(piece.visited or piece.noticed)
        piece.last = len(graph)
        if m.modules is not None:
            piece.steps_elsewhere = elsewhere - m.modules.left
            piece.last = -1 if m.modules.nodes != loaded else piece.last


def _own_nodes(m: Machine) -> int:
    """The values that the analysed file made: what loading a module makes is no doing of the import's."""
    return len(m.graph) - (m.modules.nodes if m.modules is not None else 0)


def finish(piece: Piece, top: Frame, log: State) -> None:
    """Note what a statement wrote, and whether that is all it did."""
    piece.log = log
    own = {id(top.cells)}
    for cells, key, _ in log.values():
        if cells is top.cells:
            value = cells.get(key, MISSING)
            piece.bound[key] = value
            if isinstance(value, Class) and value.unit is piece.ref:
                own.add(id(value.cells))
    only_own = all(id(cells) in own for cells, _, _ in log.values())
    alone = only_own and not piece.made and not piece.note and "*" not in piece.bound
    piece.pure = alone and all(is_fixed(top.cells.get(name)) for name in piece.reads)
    if piece.pure:
        piece.left = [(cells, key, cells.get(key, MISSING)) for cells, key, _ in log.values()]


def is_fixed(value: object) -> bool:
    """Return whether nothing that runs later can change what the value is."""
    if isinstance(value, Function):
        in_class = value.cls is not None and value.cls.cells is value.frame.cells
        at_home = value.frame.top is None or (in_class and value.frame.parent is None)
        return at_home and all(map(is_fixed, value.defaults.values()))
    if isinstance(value, Class):
        others = (base for owner in value.order for base in owner.bases if not isinstance(base, Class))
        held = (inner for owner in value.order for inner in owner.cells.values())
        return all(map(is_fixed, others)) and all(map(is_fixed, held))
    return value is None or value is MISSING or isinstance(value, (External, Const, Module))


def withdraw(m: Machine, piece: Piece) -> None:
    """Take back what the piece told of values that are older than it."""
    graph = m.graph
    for node in piece.named:
        graph.names.pop(node, None)
        graph.homes.pop(node, None)
    for value, into in piece.spilled:
        kept = graph.spills.get(value)
        if kept is not None and into in kept:
            kept.remove(into)
            if not kept:
                del graph.spills[value]
    if m.modules is not None:
        m.modules.left += piece.steps_elsewhere


def cut(m: Machine, withdrawn: list[Piece]) -> None:
    """Take the nodes of withdrawn pieces out of the graph, as far as nothing else was made behind them."""
    for piece in sorted(withdrawn, key=lambda piece: piece.first, reverse=True):
        if piece.last == len(m.graph):
            m.graph.cut(*piece.first)
            forget_from(m.symbolic, piece.first[0])


def differing(before: Sequence[Unit], after: Sequence[Unit]) -> tuple[int, int]:
    """Return how many units are the same at the start, and how many at the end."""
    first, limit = 0, min(len(before), len(after))
    while first < limit and before[first] is after[first]:
        first += 1
    last = 0
    while last < limit - first and before[-1 - last] is after[-1 - last]:
        last += 1
    return first, last

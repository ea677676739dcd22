"""Statements with branches: each path runs on a log of its own, and the states are joined."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from tapelens.machine import patterns, traced, truth
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join_cells
from tapelens.machine.machine import EXECUTORS, Flow, Machine
from tapelens.machine.statements import executes
from tapelens.machine.store import Entry, State
from tapelens.machine.values import MISSING

Path = Callable[[], int]


def run_paths(m: Machine, node: ast.AST, frame: Frame, paths: list[Path]) -> int:
    """Run alternatives from the same state and join those that go on; return how the whole ended."""
    states: list[State] = []
    endings: set[int] = set()
    certain, m.certain = m.certain, False
    for path in paths:
        m.store.open()
        ended = path()
        state = m.store.undo()
        endings.add(ended)
        if ended == Flow.NEXT:
            states.append(state)
    m.certain = certain
    if not states:
        return (
            endings.pop() if len(endings) == 1 else Flow.RETURN if Flow.RETURN in endings else endings.pop()
        )
    m.store.join(states, lambda options: join_cells(m, frame, node, options))
    return Flow.NEXT


@executes(ast.If)
def _if(m: Machine, node: ast.If, frame: Frame) -> int:
    condition = m.eval(node.test, frame)
    known = truth.known_test(m, node.test, condition, frame)
    if known is True:
        return m.run(node.body, frame)
    if known is False:
        return m.run(node.orelse, frame)
    paths: list[Path] = [
        lambda: truth.assume(m, node.test, True, frame) or m.run(node.body, frame),
        lambda: truth.assume(m, node.test, False, frame) or m.run(node.orelse, frame),
    ]
    effect = traced.effect_of(condition, frame)
    return run_paths(m, node, frame, paths) if effect is None else _as_one_op(m, node, frame, effect, paths)


def _as_one_op(m: Machine, node: ast.If, frame: Frame, effect: int, paths: list[Path]) -> int:
    """Run a branch that a traced function makes one op of: what it changes are the outputs of that."""
    level, returned = m.store.level, len(frame.returns)
    m.store.open()
    ended = run_paths(m, node, frame, paths)
    if len(frame.returns) > returned:
        frame.forked = effect
    for cells, key, value in traced.outputs(m, node, frame, effect, m.store.snapshot(level).values()):
        m.store.set(cells, key, value)
    m.store.keep()
    return ended


@executes(ast.Match)
def _match(m: Machine, node: ast.Match, frame: Frame) -> int:
    subject = m.eval(node.subject, frame)

    def case(item: ast.match_case) -> Path:
        def path() -> int:
            patterns.bind(m, item.pattern, subject, frame)
            if item.guard is not None:
                m.eval(item.guard, frame)
            return m.run(item.body, frame)

        return path

    paths: list[Path] = []
    for item in node.cases:
        fits = patterns.known(m, item, subject, frame)
        if fits is not False:
            paths.append(case(item))
        if fits:
            break
    else:
        paths.append(lambda: Flow.NEXT)
    return paths[0]() if len(paths) == 1 else run_paths(m, node, frame, paths)


@executes(ast.Try)
def _try(m: Machine, node: ast.Try, frame: Frame) -> int:
    before = len(frame.returns)
    if not node.handlers or all(handler_gives_up(item) for item in node.handlers):
        ended = m.run(node.body, frame) or m.run(node.orelse, frame)
    else:
        ended = _body_and_handlers(m, node, frame)
    after = len(frame.returns)
    finished = m.run(node.finalbody, frame)
    if finished == Flow.RETURN:
        del frame.returns[before:after]  # what the body returned comes to nothing
    return finished or ended


def _body_and_handlers(m: Machine, node: ast.Try, frame: Frame) -> int:
    """Run the body once; a handler may start from any state within it."""
    tried = run_stoppable(m, node, frame, lambda: m.run(node.body, frame))

    def end() -> int:
        return tried.end() or m.run(node.orelse, frame)

    def handler(item: ast.ExceptHandler) -> Path:
        def path() -> int:
            tried.stop()
            if item.name is not None:
                m.store.set(frame.home(item.name), item.name, m.opaque(frame, item))
            return m.run(item.body, frame)

        return path

    return run_paths(m, node, frame, [end, *map(handler, node.handlers)])


@dataclass(slots=True)
class Stoppable:
    """What code did that may have stopped anywhere: two paths to go on from."""

    end: Path  # behind all of it; gives how it ended
    stop: Path  # wherever it stopped


def run_stoppable(m: Machine, node: ast.AST, frame: Frame, body: Path) -> Stoppable:
    """Run code once and take back what it wrote, for whoever goes on from its end and from within it."""
    written: list[Entry] = []
    m.store.open()
    m.store.written.append(written)
    try:
        ended = body()
    finally:
        m.store.written.pop()
    state = m.store.undo()
    before: State = {mark: (cells, key, cells.get(key, MISSING)) for mark, (cells, key, _) in state.items()}

    def end() -> int:
        for cells, key, value in state.values():
            m.store.set(cells, key, value)
        return ended

    def stop() -> int:
        m.store.anywhere(before, written, lambda options: join_cells(m, frame, node, options))
        return Flow.NEXT

    return Stoppable(end, stop)


def handler_gives_up(item: ast.ExceptHandler) -> bool:
    """Return whether the handler always leaves by raising again or ending the program."""
    last = item.body[-1]
    return isinstance(last, ast.Raise)


if hasattr(ast, "TryStar"):
    EXECUTORS[ast.TryStar] = EXECUTORS[ast.Try]  # the same fields

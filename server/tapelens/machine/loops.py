"""Loops: the first turn and the second run as they are, later ones are joined so that nothing is missed.

Turn one starts from the state before the loop. Turn two starts from the state after turn one, and only runs when
something is carried over. What a third turn could add is covered by letting everything that the second turn
still changed depend on everything else that it changed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tapelens.machine import carried, counted, iteration, traced, truth
from tapelens.machine.assignment import assign
from tapelens.machine.frames import Frame, Loop, place
from tapelens.machine.joins import join, join_cells
from tapelens.machine.machine import Flow, Machine
from tapelens.machine.statements import executes
from tapelens.machine.store import State
from tapelens.machine.values import Opaque, Tensor, Value

MAX_UNROLLED = 6
Body = Callable[[], int]
LoopNode = ast.For | ast.AsyncFor | ast.While


@executes(ast.For)
def _for(m: Machine, node: ast.For, frame: Frame) -> int:
    return _for_any(m, node, frame)


@executes(ast.AsyncFor)
def _async_for(m: Machine, node: ast.AsyncFor, frame: Frame) -> int:
    return _for_any(m, node, frame)


def _for_any(m: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> int:
    iterable = m.eval(node.iter, frame)
    effect = traced.effect_of(iterable, frame)
    if effect is not None:
        return _as_one_op(m, node, frame, effect, lambda: _over(m, node, iterable, frame))
    return _over(m, node, iterable, frame)


def _as_one_op(m: Machine, node: LoopNode, frame: Frame, effect: int, run: Body) -> int:
    """Run a loop that a traced function makes one op of: what it changes is an output of that."""
    since, level = len(m.graph), m.store.level
    m.store.open()
    ended = run()
    wrap = traced.loop(m, node, "loop", frame, since, effect)
    for cells, key, value in m.store.snapshot(level).values():
        if isinstance(value, (Tensor, tuple)):
            m.store.set(cells, key, wrap(value))
    m.store.keep()
    return ended


def _over(m: Machine, node: ast.For | ast.AsyncFor, iterable: Value, frame: Frame) -> int:
    elements = iteration.elements(m, node.iter, iterable, frame)
    known = elements.known

    def turn(value: Value) -> Body:
        def body() -> int:
            assign(m, node.target, value, frame)
            return m.run(node.body, frame)

        return body

    if elements.rest is None and len(known) <= MAX_UNROLLED:
        return _unroll(m, node, frame, [turn(v) for v in known])
    count = counted.ranged(m, node.iter, frame)
    if count is not None and count <= MAX_UNROLLED:
        return _unroll(m, node, frame, [turn(elements.fresh()) for _ in range(count)])
    others = [*known[1:], *([elements.fresh()] if elements.rest else [])]
    first = known[0] if known else elements.fresh()
    if not carried.carries(node):  # the one turn stands for all of them
        first = iteration.any_of(m, node, [first, *others], frame)
    second = iteration.any_of(m, node, others, frame) if known else elements.fresh()
    return _repeat(m, node, frame, turn(first), lambda: turn(second), runs=elements.at_least)


@executes(ast.While)
def _while(m: Machine, node: ast.While, frame: Frame) -> int:
    condition = m.eval(node.test, frame)
    effect = traced.effect_of(condition, frame)
    if effect is not None:
        return _as_one_op(m, node, frame, effect, lambda: _while_holds(m, node, condition, frame))
    return _while_holds(m, node, condition, frame)


def _while_holds(m: Machine, node: ast.While, condition: Value, frame: Frame) -> int:
    known = truth.known(condition)
    if known is False:
        return m.run(node.orelse, frame)

    def body() -> int:
        return m.run(node.body, frame)

    def again() -> Body:
        m.eval(node.test, frame)
        return body

    count = counted.turns(m, node, frame, MAX_UNROLLED)
    if count is not None:
        return _unroll(m, node, frame, [body] * count)
    forever = isinstance(node.test, ast.Constant) and bool(node.test.value)
    return _repeat(m, node, frame, body, again, runs=1 if known else 0, forever=forever)


def _turn(m: Machine, node: LoopNode, frame: Frame, body: Body, loop: Loop) -> int:
    """Run one turn; the states of `continue` join its end."""
    loop.continues.clear()
    m.store.open()
    ended = body()
    if loop.continues:
        states = list(loop.continues)
        if ended == Flow.NEXT:
            states.append(m.store.snapshot(loop.level))
        base = m.store.log
        m.store.join(states, lambda options: join_cells(m, frame, node, options), base)
        ended = Flow.NEXT
    m.store.keep()
    return ended


def _unroll(m: Machine, node: LoopNode, frame: Frame, turns: list[Body]) -> int:
    """Run a loop whose turns are all known."""
    m.store.open()
    loop = Loop(m.store.level - 1)
    frame.loops.append(loop)
    ended = Flow.NEXT
    outer_turn = m.turn
    for i, body in enumerate(turns):
        m.turn = max(outer_turn, 2 if i else 1)
        certain = m.certain
        m.certain = certain and not loop.breaks
        ended = _turn(m, node, frame, body, loop)
        m.certain = certain
        if ended:
            break
    m.turn = outer_turn
    frame.loops.pop()
    return _finish(m, node, frame, loop, ended, never=False, maybe_none=False)


def _repeat(
    m: Machine,
    node: LoopNode,
    frame: Frame,
    first: Body,
    second: Callable[[], Body],
    runs: int,
    forever: bool = False,
) -> int:
    """Run a loop whose number of turns is not known; `runs` says how many there are at the least."""
    m.store.open()
    loop = Loop(m.store.level - 1)
    frame.loops.append(loop)
    ended = _turn(m, node, frame, first, loop)
    after_first = m.store.snapshot(loop.level)
    if ended == Flow.NEXT and (after_first or loop.breaks) and carried.carries(node):
        ended = _second_turn(m, node, frame, second, loop, after_first)
    frame.loops.pop()
    return _finish(m, node, frame, loop, ended, never=forever, maybe_none=runs == 0 and not forever)


def _second_turn(
    m: Machine, node: LoopNode, frame: Frame, second: Callable[[], Body], loop: Loop, after_first: State
) -> int:
    outer, m.turn = m.turn, 2
    m.store.open()
    ended = _turn(m, node, frame, second(), loop)
    m.turn = outer
    state = m.store.undo()
    if ended != Flow.NEXT:
        return Flow.NEXT  # the second turn always leaves: what goes on is in the states of its breaks
    m.store.join([{}, state], lambda options: join_cells(m, frame, node, options))
    _let_grow(m, frame, node, after_first, state)
    _widen(m, frame, node, after_first, state)
    return Flow.NEXT


def _let_grow(m: Machine, frame: Frame, node: LoopNode, first: State, second: State) -> None:
    """A list that every turn makes longer has as many more elements as there are turns."""
    for mark, (cells, key, grown) in second.items():
        if key != "items" or mark not in first or "rest" not in cells:
            continue
        known = m.store.log[mark][2] if mark in m.store.log else ()
        once = first[mark][2]
        if len(known) < len(once) < len(grown) and known == once[: len(known)]:
            kept = () if "bounded" in cells else known
            more = [*cells["items"][len(kept) :], *([cells["rest"]] if cells["rest"] is not None else [])]
            m.store.set(cells, "items", kept)
            m.store.set(cells, "rest", join(m, frame, node, more))


def _widen(m: Machine, frame: Frame, node: LoopNode, first: State, second: State) -> None:
    """Let what both turns changed depend on all of it: a third turn may have moved one into another."""
    values = [cells.get(key) for mark, (cells, key, _) in second.items() if mark in first]
    nodes = tuple(dict.fromkeys(v.node for v in values if isinstance(v, (Tensor, Opaque))))
    if len(nodes) < 2:
        return
    hub = m.graph.alias(nodes, m.context, place(frame, node))
    for n in nodes:
        m.graph.spill(n, hub)


def _finish(
    m: Machine, node: LoopNode, frame: Frame, loop: Loop, ended: int, never: bool, maybe_none: bool
) -> int:
    """Join the loop's normal end, its breaks, and (`maybe_none`) the state before it; run `else`; close its log."""
    goes_on = ended in (Flow.NEXT, Flow.CONTINUE) and not never
    if maybe_none:
        state = m.store.undo()
        m.store.open()
        if goes_on:
            m.store.join([{}, state], lambda options: join_cells(m, frame, node, options))
        goes_on = True
    if goes_on and node.orelse:
        left = m.run(node.orelse, frame)
        if left and not loop.breaks:
            m.store.keep()
            return left
        goes_on = not left
    if loop.breaks:
        exits = [*loop.breaks, *([m.store.snapshot(loop.level)] if goes_on else [])]
        m.store.join(exits, lambda options: join_cells(m, frame, node, options), dict(m.store.log))
        goes_on = True
    m.store.keep()
    if goes_on:
        return Flow.NEXT
    return Flow.RAISE if ended in (Flow.NEXT, Flow.BREAK, Flow.CONTINUE) else ended

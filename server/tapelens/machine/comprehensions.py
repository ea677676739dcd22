"""Comprehensions and generator expressions."""

from __future__ import annotations

import ast

from tapelens.machine import iteration, truth
from tapelens.machine.assignment import assign
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.values import Generator, Sequence, Value

MAX_UNROLLED = 16
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def collect(
    m: Machine,
    node: Comprehension,
    element: ast.expr,
    frame: Frame,
    kind: str,
    first: Value | None = None,
) -> Sequence:
    """Return the sequence of what the element evaluates to; `first` is what the first clause goes over."""
    inner = Frame(
        frame.unit, {}, frame.top or frame, frame if frame.top is not None else None, frame.cls, frame.first
    )
    inner.level = frame.level
    known: list[Value] = []
    rest: list[Value] = []
    _turns(m, node, element, inner, 0, known, rest, exact=True, first=first)
    return Sequence(kind, tuple(known), join(m, frame, node, rest) if rest else None)


def generator(m: Machine, node: ast.GeneratorExp, frame: Frame) -> Value:
    """Return a generator expression: what it goes over is evaluated at once, the rest when it is asked."""
    first = m.eval(node.generators[0].iter, frame)
    return Generator(lambda at, _: collect(m, node, node.elt, frame, "generator", first), (first,))


def _turns(
    m: Machine,
    node: Comprehension,
    element: ast.expr,
    frame: Frame,
    depth: int,
    known: list[Value],
    rest: list[Value],
    exact: bool,
    first: Value | None = None,
) -> None:
    if depth == len(node.generators):
        value = m.eval(element, frame)
        (known if exact and not rest else rest).append(value)
        return
    clause = node.generators[depth]
    over = first if first is not None else m.eval(clause.iter, frame)
    found = iteration.elements(m, clause.iter, over, frame)
    turns = [(v, True) for v in found.known[:MAX_UNROLLED]]
    if found.rest is not None:
        turns.append((found.fresh(), False))
    elif len(found.known) > MAX_UNROLLED:
        turns.append((iteration.any_of(m, node, list(found.known[MAX_UNROLLED:]), frame), False))
    outer_turn = m.turn
    for i, (value, sure) in enumerate(turns):
        m.turn = max(outer_turn, 2 if i else 1)
        assign(m, clause.target, value, frame)
        answers = [truth.known(m.eval(test, frame)) for test in clause.ifs]
        if False in answers:
            continue
        always = all(answer is True for answer in answers)
        for test in clause.ifs:
            truth.assume(m, test, True, frame)
        m.repeats += not sure
        _turns(m, node, element, frame, depth + 1, known, rest, exact and sure and always)
        m.repeats -= not sure
    m.turn = outer_turn


def function_frame(frame: Frame) -> Frame:
    """Return the frame that a walrus in a comprehension binds in; comprehensions here bind in their own."""
    return frame

"""How many turns a loop with a counter takes, where that can be read off."""

from __future__ import annotations

import ast
import operator

from tapelens.knowledge.table import canonical
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, External

COMPARE = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.NotEq: operator.ne,
}
SIGN = {ast.Add: 1, ast.Sub: -1}


def turns(m: Machine, node: ast.While, frame: Frame, most: int) -> int | None:
    """Return the number of turns of `while i < 3: ...; i += 1`, None where it is not known or above `most`."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.left, ast.Name):
        return None
    step = _step(node, test.left.id)
    compare = COMPARE.get(type(test.ops[0]))
    value = _number(m, test.left, frame)
    limit = _number(m, test.comparators[0], frame) if isinstance(test.comparators[0], ast.Constant) else None
    if step is None or compare is None or value is None or limit is None:
        return None
    for count in range(most + 1):
        if not compare(value, limit):
            return count
        value += step
    return None


def ranged(m: Machine, node: ast.expr, frame: Frame) -> int | None:
    """Return the number of turns of `for i in tf.range(3)` in eager code, None where it is not known."""
    if frame.graph_mode or not isinstance(node, ast.Call) or node.keywords:
        return None
    called = m.eval(node.func, frame)
    if not isinstance(called, External) or canonical(called.path) != "tensorflow.range":
        return None
    values = [m.eval(argument, frame) for argument in node.args]
    numbers = [value.value for value in values if isinstance(value, Const)]
    whole = [number for number in numbers if isinstance(number, int)]
    if len(whole) != len(values) or not 1 <= len(whole) <= 3 or whole[2:] == [0]:
        return None
    start, stop = (0, whole[0]) if len(whole) == 1 else (whole[0], whole[1])
    return len(range(start, stop, whole[2] if len(whole) == 3 else 1))


def _number(m: Machine, node: ast.expr, frame: Frame) -> float | None:
    found = m.eval(node, frame)
    number = found.value if isinstance(found, Const) else None
    return number if isinstance(number, (int, float)) else None


def _step(node: ast.While, name: str) -> float | None:
    """Return what each turn adds to the counter: the body's first or last statement, and nothing else, changes it."""
    inner = [n for statement in node.body for n in ast.walk(statement)]
    stores = [n for n in inner if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)]
    skips = any(isinstance(n, ast.Continue) for n in inner)
    ends = node.body[:1] if skips else [node.body[0], node.body[-1]]
    for end in ends:
        if isinstance(end, ast.AugAssign) and stores == [end.target] and isinstance(end.value, ast.Constant):
            size = end.value.value
            return SIGN.get(type(end.op), 0) * size if isinstance(size, (int, float)) else None
    return None

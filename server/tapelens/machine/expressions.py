"""Expressions: what each syntax class evaluates to."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

from tapelens.flow.reasons import Effect
from tapelens.machine import (
    attributes,
    awaiting,
    builtins,
    calls,
    comprehensions,
    iteration,
    noticed,
    subscripts,
    tapes,
    truth,
)
from tapelens.machine.assignment import assign
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import EVALUATORS, Machine
from tapelens.machine.operators import binary, compare, unary
from tapelens.machine.statements import make_function
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    REST,
    Const,
    Dict,
    External,
    Form,
    Sequence,
    Tensor,
    Value,
)

E = TypeVar("E", bound=ast.expr)


def evaluates(
    kind: type[E],
) -> Callable[[Callable[[Machine, E, Frame], Value]], Callable[[Machine, E, Frame], Value]]:
    """Register the evaluator of an expression's syntax class."""

    def register(function: Callable[[Machine, E, Frame], Value]) -> Callable[[Machine, E, Frame], Value]:
        EVALUATORS[kind] = function  # type: ignore[assignment]  # dispatch by the expression's own class
        return function

    return register


@evaluates(ast.Constant)
def _constant(m: Machine, node: ast.Constant, frame: Frame) -> Value:
    return Const(node.value)


@evaluates(ast.Name)
def _name(m: Machine, node: ast.Name, frame: Frame) -> Value:
    value = frame.lookup(node.id)
    if value is not MISSING:
        tapes.note_read(m, value)
        return value  # type: ignore[no-any-return]
    return _unbound(m, node, frame)


def _unbound(m: Machine, node: ast.Name, frame: Frame) -> Value:
    """A name that nothing bound: a builtin, something from a star import, or unknown (remembered as one value)."""
    if node.id in builtins.NAMES:
        return External(f"builtins.{node.id}")
    top = frame.top or frame
    stars = top.cells.get("*", ())
    for path in stars:
        found = External(f"{path}.{node.id}")
        if builtins.is_known(found.path):
            return found
    value = m.opaque(frame, node, label="name")
    m.store.set(top.cells, node.id, value)
    return value


@evaluates(ast.Attribute)
def _attribute(m: Machine, node: ast.Attribute, frame: Frame) -> Value:
    return attributes.get_attribute(m, node, m.eval(node.value, frame), node.attr, frame)


@evaluates(ast.Subscript)
def _subscript(m: Machine, node: ast.Subscript, frame: Frame) -> Value:
    owner = m.eval(node.value, frame)
    return subscripts.get_item(m, node, owner, m.eval(node.slice, frame), frame)


@evaluates(ast.Slice)
def _slice(m: Machine, node: ast.Slice, frame: Frame) -> Value:
    parts = [
        m.eval(part, frame) if part is not None else NONE for part in (node.lower, node.upper, node.step)
    ]
    if all(isinstance(part, Const) for part in parts):
        return Const(slice(*(part.value for part in parts if isinstance(part, Const))))
    return PLAIN


@evaluates(ast.Call)
def _call(m: Machine, node: ast.Call, frame: Frame) -> Value:
    return calls.evaluate(m, node, frame)


@evaluates(ast.BinOp)
def _binary(m: Machine, node: ast.BinOp, frame: Frame) -> Value:
    left = m.eval(node.left, frame)
    return binary(m, node, node.op, left, m.eval(node.right, frame), frame)


@evaluates(ast.UnaryOp)
def _unary(m: Machine, node: ast.UnaryOp, frame: Frame) -> Value:
    return unary(m, node, m.eval(node.operand, frame), frame)


@evaluates(ast.Compare)
def _compare(m: Machine, node: ast.Compare, frame: Frame) -> Value:
    values = [m.eval(node.left, frame), *(m.eval(c, frame) for c in node.comparators)]
    return compare(m, node, values, frame)


@evaluates(ast.BoolOp)
def _bool(m: Machine, node: ast.BoolOp, frame: Frame) -> Value:
    """`and`, `or`: the operands that may be the result, up to the first that decides."""
    possible: list[Value] = []
    decides = isinstance(node.op, ast.Or)
    for i, operand in enumerate(node.values):
        value = m.eval(operand, frame)
        answer = truth.known(value)
        last = i == len(node.values) - 1
        if answer is decides or last:
            possible.append(value)
            break
        if answer is None:
            possible.append(value)
    return join(m, frame, node, possible)


@evaluates(ast.IfExp)
def _conditional(m: Machine, node: ast.IfExp, frame: Frame) -> Value:
    known = truth.known(m.eval(node.test, frame))
    if known is not None:
        return m.eval(node.body if known else node.orelse, frame)
    certain, m.certain = m.certain, False
    options = [m.eval(node.body, frame), m.eval(node.orelse, frame)]
    m.certain = certain
    return join(m, frame, node, options)


@evaluates(ast.NamedExpr)
def _walrus(m: Machine, node: ast.NamedExpr, frame: Frame) -> Value:
    value = m.eval(node.value, frame)
    assign(m, node.target, value, comprehensions.function_frame(frame))
    return value


@evaluates(ast.Lambda)
def _lambda(m: Machine, node: ast.Lambda, frame: Frame) -> Value:
    return make_function(m, node, frame)


def _elements(m: Machine, nodes: list[ast.expr], frame: Frame, kind: str, node: ast.expr) -> Sequence:
    items: list[Value] = []
    rest: list[Value] = []
    for element in nodes:
        if isinstance(element, ast.Starred):
            found = iteration.elements(m, element, m.eval(element.value, frame), frame)
            items.extend(found.known)
            if found.rest is not None:
                rest.append(found.fresh())
        else:
            (rest if rest else items).append(m.eval(element, frame))
    return Sequence(kind, tuple(items), join(m, frame, node, rest) if rest else None)


@evaluates(ast.List)
def _list(m: Machine, node: ast.List, frame: Frame) -> Value:
    return _elements(m, node.elts, frame, "list", node)


@evaluates(ast.Tuple)
def _tuple(m: Machine, node: ast.Tuple, frame: Frame) -> Value:
    return _elements(m, node.elts, frame, "tuple", node)


@evaluates(ast.Set)
def _set(m: Machine, node: ast.Set, frame: Frame) -> Value:
    made = _elements(m, node.elts, frame, "set", node)
    for element, value in zip(node.elts, made.items):
        noticed.of_misfit(m, node, value, element, frame)
    return made


@evaluates(ast.Dict)
def _dict(m: Machine, node: ast.Dict, frame: Frame) -> Value:
    made = Dict()
    for key, value_node in zip(node.keys, node.values):
        value = m.eval(value_node, frame)
        if key is None:
            calls.update_dict(m, node, made, value, frame)
        else:
            key_value = m.eval(key, frame)
            noticed.of_misfit(m, node, key_value, key, frame)
            subscripts.set_item(m, node, made, key_value, value, frame)
    return made


@evaluates(ast.JoinedStr)
def _f_string(m: Machine, node: ast.JoinedStr, frame: Frame) -> Value:
    parts = [m.eval(part.value, frame) for part in node.values if isinstance(part, ast.FormattedValue)]
    text = _text(node, parts)
    if text is not None:
        return Const(text)
    numbers = tuple((part, Effect.LEFT) for part in parts if isinstance(part, Tensor))
    return m.op(frame, node, "f-string", numbers, Form.NUMBER) if numbers else PLAIN


def _text(node: ast.JoinedStr, parts: list[Value]) -> str | None:
    """Return the text of an f-string whose parts are plain constants, None for any other."""
    values = [part.value for part in parts if isinstance(part, Const)]
    formatted = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    if len(values) < len(parts) or any(f.format_spec or f.conversion != -1 for f in formatted):
        return None
    rest = iter(values)
    return "".join(str(part.value if isinstance(part, ast.Constant) else next(rest)) for part in node.values)


@evaluates(ast.Starred)
def _starred(m: Machine, node: ast.Starred, frame: Frame) -> Value:
    return m.eval(node.value, frame)


@evaluates(ast.Await)
def _await(m: Machine, node: ast.Await, frame: Frame) -> Value:
    return awaiting.result(m, node, m.eval(node.value, frame), frame)


@evaluates(ast.Yield)
def _yield(m: Machine, node: ast.Yield, frame: Frame) -> Value:
    value = m.eval(node.value, frame) if node.value is not None else NONE
    if frame.suspended is not None:
        frame.suspended(value)
        return NONE
    if m.yields:
        m.yields[-1].append(value)
    return m.opaque(frame, node)


@evaluates(ast.YieldFrom)
def _yield_from(m: Machine, node: ast.YieldFrom, frame: Frame) -> Value:
    given = iteration.run_generator(node, m.eval(node.value, frame), frame)
    found = iteration.elements(m, node, given, frame)
    if m.yields:
        m.yields[-1] += [*found.known, *([found.fresh()] if found.rest else [])]
    returned = given.cells.get("returned") if isinstance(given, Sequence) else None
    return returned if isinstance(returned, Value) else m.opaque(frame, node)


@evaluates(ast.ListComp)
def _list_comp(m: Machine, node: ast.ListComp, frame: Frame) -> Value:
    return comprehensions.collect(m, node, node.elt, frame, "list")


@evaluates(ast.SetComp)
def _set_comp(m: Machine, node: ast.SetComp, frame: Frame) -> Value:
    return comprehensions.collect(m, node, node.elt, frame, "set")


@evaluates(ast.GeneratorExp)
def _generator(m: Machine, node: ast.GeneratorExp, frame: Frame) -> Value:
    return comprehensions.generator(m, node, frame)


@evaluates(ast.DictComp)
def _dict_comp(m: Machine, node: ast.DictComp, frame: Frame) -> Value:
    made = Dict()
    pair = ast.Tuple(elts=[node.key, node.value], ctx=ast.Load())
    ast.copy_location(pair, node)
    pairs = comprehensions.collect(m, node, pair, frame, "list")
    found = iteration.elements(m, node, pairs, frame)
    for item in found.known:
        key, value = iteration.take(m, node, item, 2, frame)
        subscripts.set_item(m, node, made, key, value, frame)
    if found.rest is not None:
        value = iteration.take(m, node, found.fresh(), 2, frame)[1]
        m.store.set(made.cells, REST, value)
    return made

"""Operators on abstract values."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.flow.second import BY_NUMBER, QUOTIENT
from tapelens.machine import versions
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.library import dtypes
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    PLAIN,
    Class,
    Const,
    Dict,
    External,
    Form,
    Function,
    Instance,
    Library,
    Opaque,
    Plain,
    Sequence,
    Sum,
    Tape,
    Tensor,
    Union,
    Value,
)

FOLD: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
SPECIAL: dict[type, str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
}
SYMBOL: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
DEFINITE = (Tensor, Const, Plain)
TENSORS = (Form.TENSOR, Form.VARIABLE, Form.KERAS_VARIABLE)
BITS = frozenset({ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift})
WHOLE = BITS | {ast.FloorDiv}  # no gradient passes them


def binary(m: Machine, node: ast.AST, op: ast.operator, left: Value, right: Value, frame: Frame) -> Value:
    """Return `left op right`."""
    if isinstance(left, Union) and not isinstance(right, Union):
        return join(m, frame, node, [binary(m, node, op, option, right, frame) for option in left.present])
    if isinstance(right, Union):
        return join(m, frame, node, [binary(m, node, op, left, option, frame) for option in right.present])
    if isinstance(left, Const) and isinstance(left.value, str):
        return _of_text(m, node, op, left, right, frame)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return arithmetic(m, node, op, left, right, frame)
    if isinstance(left, Const) and isinstance(right, Const):
        return _fold(op, left.value, right.value)
    if isinstance(left, Sequence) or isinstance(right, Sequence):
        return _sequences(m, node, op, left, right, frame)
    if isinstance(left, Dict) and isinstance(right, Dict) and isinstance(op, ast.BitOr):
        return Dict({**left.cells, **right.cells})
    if isinstance(left, Instance) or isinstance(right, Instance):
        return _instances(m, node, op, left, right, frame)
    if isinstance(left, (Plain, Const)) and isinstance(right, (Plain, Const)):
        return PLAIN
    if isinstance(left, (Opaque, Library)) or isinstance(right, (Opaque, Library)):
        made = arithmetic(m, node, op, left, right, frame)
        return (
            Sum(made.node, (left, right))
            if isinstance(op, ast.Add) and not isinstance(right, Const)
            else made
        )
    return m.opaque(frame, node, left, right)


def _of_text(m: Machine, node: ast.AST, op: ast.operator, left: Const, right: Value, frame: Frame) -> Value:
    """Return `"%.3f" % x`, or a text and another one."""
    from tapelens.machine.arguments import Args
    from tapelens.machine.library.texts import written

    if isinstance(right, Const):
        return _fold(op, left.value, right.value)
    return written(m, node, SYMBOL.get(type(op), ""), Args((right,)), frame) or PLAIN


def arithmetic(
    m: Machine, node: ast.AST, op: ast.operator, left: Value, right: Value, frame: Frame
) -> Tensor:
    """Return the output of an arithmetic op; NumPy on the left of a tensor still gives a tensor."""
    form = _result_form(left, right)
    dtype = _result_dtype(op, left, right, form)
    if form in (Form.ARRAY, Form.NUMBER):
        return m.derived(frame, node, (left, right), form, dtype)
    kind = type(op)
    effect = Effect.NONDIFF if kind in WHOLE else Effect.CARRY
    if kind in BITS:
        dtype = Dtype.INTEGER
    label = SYMBOL.get(kind, "") if kind is not ast.Div else _quotient(left, right)
    made = m.op(frame, node, label, ((left, effect), (right, effect)), form, dtype)
    if clash((left, right)):
        m.graph.clashes.add(made.node)
    if dtype == Dtype.FLOAT:
        made.exact = dtypes.exact_of((left, right))
    return made


def _quotient(left: Value, right: Value) -> str:
    counts = len(nodes_of(left)), len(nodes_of(right))
    return BY_NUMBER if counts == (1, 0) else QUOTIENT if counts == (1, 1) else ""


def _result_form(left: Value, right: Value) -> int:
    forms = [v.form for v in (left, right) if isinstance(v, Tensor)]
    for form in forms:
        if form in TENSORS:
            return Form.TENSOR
    if Form.SYMBOLIC in forms:
        return Form.SYMBOLIC
    if Form.ANY in forms or not (isinstance(left, DEFINITE) and isinstance(right, DEFINITE)):
        return Form.ANY
    return Form.NUMBER if forms and Form.ARRAY not in forms else Form.ARRAY


def _result_dtype(op: ast.operator, left: Value, right: Value, form: int) -> int:
    dtypes = [v.dtype for v in (left, right) if isinstance(v, Tensor)]
    if Dtype.FLOAT in dtypes or (isinstance(op, ast.Div) and Dtype.INTEGER in dtypes):
        return Dtype.FLOAT
    if form in (Form.ARRAY, Form.NUMBER) and (_is_fraction(left) or _is_fraction(right)):
        return Dtype.FLOAT
    if Dtype.UNKNOWN in dtypes:
        return Dtype.UNKNOWN
    known = isinstance(left, (Tensor, Const)) and isinstance(right, (Tensor, Const))
    return Dtype.INTEGER if known else Dtype.UNKNOWN


def _is_fraction(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, (float, complex))


def _fold(op: ast.operator, left: object, right: object) -> Value:
    function = FOLD.get(type(op))
    if function is None or (isinstance(left, (str, bytes)) and isinstance(op, ast.Mult)):
        return PLAIN
    try:
        return Const(function(left, right))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return PLAIN


def _sequences(m: Machine, node: ast.AST, op: ast.operator, left: Value, right: Value, frame: Frame) -> Value:
    if isinstance(op, ast.Add) and isinstance(left, Sequence) and isinstance(right, Sequence):
        if left.rest is None:
            both = Sequence(left.kind, left.items + right.items, right.rest)
            both.cells["summands"] = (left, right)
            return both
        values = [left.rest, *right.items, *([right.rest] if right.rest is not None else [])]
        return Sequence(left.kind, left.items, join(m, frame, node, values))
    for one, other in ((left, right), (right, left)):
        if isinstance(op, ast.Mult) and isinstance(one, Sequence):
            if isinstance(other, Const) and isinstance(other.value, int) and 0 <= other.value <= 16:
                return Sequence(one.kind, one.items * other.value, one.rest)
            if isinstance(other, (Const, Plain)):
                values = [*one.items, *([one.rest] if one.rest is not None else [])]
                return Sequence(one.kind, (), join(m, frame, node, values) if values else None)
    if isinstance(op, ast.Add) and isinstance(left, Sequence):
        return Sequence(left.kind, left.items, m.opaque(frame, node, left, right))
    made = m.op(frame, node, "", ((left, Effect.CARRY), (right, Effect.CARRY)), Form.ANY)
    return Sum(made.node, (left, right)) if isinstance(op, ast.Add) else made


def _instances(m: Machine, node: ast.AST, op: ast.operator, left: Value, right: Value, frame: Frame) -> Value:
    from tapelens.machine import classes

    name = SPECIAL.get(type(op), "")
    for owner, prefix, other in ((left, "__", right), (right, "__r", left)):
        if name and isinstance(owner, Instance):
            found = classes.call_special(m, node, owner, f"{prefix}{name}__", (other,), frame)
            if found is not None:
                return found
    return m.opaque(frame, node, left, right)


def unary(m: Machine, node: ast.UnaryOp, value: Value, frame: Frame) -> Value:
    """Return `-value`, `+value`, `~value` or `not value`."""
    from tapelens.machine import truth

    if isinstance(node.op, ast.Not):
        known = truth.known(value)
        return PLAIN if known is None else Const(not known)
    if isinstance(value, Const):
        return _negate(node.op, value.value)
    if isinstance(value, Union):
        return join(m, frame, node, [unary(m, node, option, frame) for option in value.options])
    if isinstance(value, Plain):
        return PLAIN
    if isinstance(value, Instance):
        return _unary_of_instance(m, node, value, frame)
    if isinstance(node.op, ast.Invert):
        return m.op(frame, node, "~", ((value, Effect.NONDIFF),), Form.ANY, Dtype.INTEGER)
    if isinstance(value, Tensor):
        if value.form in (Form.ARRAY, Form.NUMBER):
            return m.derived(frame, node, (value,), value.form, value.dtype)
        form = Form.TENSOR if value.form in (Form.VARIABLE, Form.KERAS_VARIABLE) else value.form
        label = "-" if isinstance(node.op, ast.USub) else ""
        made = m.op(frame, node, label, ((value, Effect.CARRY),), form, value.dtype)
        made.exact = value.exact
        return made
    return m.op(frame, node, "", ((value, Effect.CARRY),), Form.ANY)


def _unary_of_instance(m: Machine, node: ast.UnaryOp, value: Instance, frame: Frame) -> Value:
    from tapelens.machine import classes

    name = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}.get(type(node.op), "")
    found = classes.call_special(m, node, value, name, (), frame)
    return found if found is not None else m.opaque(frame, node, value)


def _negate(op: ast.unaryop, value: object) -> Value:
    try:
        if isinstance(op, ast.USub):
            return Const(-value)  # type: ignore[operator]
        if isinstance(op, ast.UAdd):
            return Const(+value)  # type: ignore[operator]
        return Const(~value)  # type: ignore[operator]
    except TypeError:
        return PLAIN


def compare(m: Machine, node: ast.Compare, values: list[Value], frame: Frame) -> Value:
    """Return the result of a comparison: a tensor of booleans where tensors are compared."""
    if len(node.ops) == 1:
        known = _known_comparison(node.ops[0], values[0], values[1])
        if known is not None:
            return Const(known)
        if isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)):
            return PLAIN
    tensors = [v for v in values if isinstance(v, (Tensor, Opaque))]
    if not tensors:
        return PLAIN
    inputs = tuple((v, Effect.NONDIFF) for v in values)
    form = Form.TENSOR if any(_is_tensor(v) for v in values) else Form.ANY
    made = m.op(frame, node, "comparison", inputs, form, Dtype.INTEGER)
    if clash(values):
        m.graph.clashes.add(made.node)
    return made


def clash(values: Iterable[Value]) -> bool:
    """Return whether tensors of whole numbers and of fractions are to be taken together."""
    found = [v.dtype for v in values if isinstance(v, Tensor) and v.form in TENSORS]
    return Dtype.INTEGER in found and Dtype.FLOAT in found


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Tensor) and value.form in TENSORS


def _known_comparison(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    if (
        isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq))
        and isinstance(right, Const)
        and right.value is None
    ):
        none = _is_none(left)
        return None if none is None else none == isinstance(op, (ast.Is, ast.Eq))
    if isinstance(left, Const) and isinstance(right, Const):
        return _compare_constants(op, left.value, right.value)
    if isinstance(left, External) and left.path == versions.VERSION:
        return versions.compared(op, right)
    if isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, Sequence) and _is_none(left):
        held = _holds_none(right)
        return None if held is None else held == isinstance(op, ast.In)
    return None


def _holds_none(value: Sequence) -> bool | None:
    answers = {_is_none(item) for item in value.items} | ({None} if value.rest is not None else set())
    return True if True in answers else None if None in answers else False


def _is_none(value: Value) -> bool | None:
    if isinstance(value, Const):
        return value.value is None
    if isinstance(value, Tensor):
        return None if value.form == Form.ANY and not value.missing else value.missing
    if isinstance(value, (Instance, Library, Function, Class, Sequence, Dict, Tape, External)):
        return False
    return None


COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.eq,
    ast.IsNot: operator.ne,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def _compare_constants(op: ast.cmpop, left: object, right: object) -> bool | None:
    try:
        return bool(COMPARE[type(op)](left, right))
    except (TypeError, ValueError):
        return None

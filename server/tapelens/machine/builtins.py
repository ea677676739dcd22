"""Python's builtin functions on abstract values."""

from __future__ import annotations

import ast
import builtins as real
from collections.abc import Callable
from functools import partial
from typing import Any

from tapelens.flow.reasons import Effect
from tapelens.machine import iteration, noticed, truth
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.iteration import Elements
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.operators import binary
from tapelens.machine.subscripts import set_item
from tapelens.machine.values import (
    NONE,
    PLAIN,
    REST,
    Const,
    Dict,
    External,
    Form,
    Generator,
    Plain,
    Sequence,
    Tensor,
    Value,
)

NAMES = frozenset(dir(real))
MOST_FOLDED = 64
QUIET = frozenset(
    "print len id hash issubclass callable hasattr bool ord chr hex bin oct input open "
    "type dir bytes bytearray delattr complex slice".split()
)
STARS = frozenset({"dict", "max", "min", "zip"})  # these mind what an unknown star may add
CONVERSIONS: dict[str, Callable[..., object]] = {"float": float, "int": int, "round": round}
Builtin = Callable[[Machine, ast.AST, Args, Frame], Value]
Named = Callable[[str, Machine, ast.AST, Args, Frame], Value]
TABLE: dict[str, Builtin] = {}


def is_known(path: str) -> bool:
    """Return whether a dotted path names something that the knowledge has."""
    from tapelens.knowledge.table import known_prefix, lookup

    return lookup(path) is not None or known_prefix(path)


def builtin(*names: str) -> Callable[[Builtin], Builtin]:
    """Register what builtins of these names do."""

    def register(function: Builtin) -> Builtin:
        for name in names:
            TABLE[name] = function
        return function

    return register


def by_name(*names: str) -> Callable[[Named], Named]:
    """Register what these builtins do, with their name as the first argument."""

    def register(function: Named) -> Named:
        for name in names:
            TABLE[name] = partial(function, name)
        return function

    return register


def call(m: Machine, node: ast.AST, name: str, args: Args, frame: Frame) -> Value:
    """Return what calling the builtin gives."""
    from tapelens.machine import calls

    function = TABLE.get(name)
    if function is not None and (not args.unknown or name in STARS):
        return function(m, node, args, frame)
    if name in QUIET or name.endswith(("Error", "Exception", "Warning")):
        for value in args.all():
            iteration.run_generator(node, value, frame)
        return NONE if name == "print" else PLAIN
    return calls.opaque_call(m, node, External(f"builtins.{name}"), args, frame)


def _first(node: ast.AST) -> ast.AST:
    """Return the first argument of a call."""
    return node.args[0] if isinstance(node, ast.Call) and node.args else node


@by_name("float", "int", "round")
def _number(name: str, m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "x")
    if name == "round":
        noticed.of_misfit(m, node, value, _first(node), frame)
    if isinstance(value, Tensor) and value.form == Form.NUMBER:
        return value
    if value is not None and nodes_of(value):
        return m.op(frame, node, f"{name}()", ((value, Effect.LEFT),), Form.NUMBER)
    if isinstance(value, Const) and all(isinstance(v, Const) for v in args.all()):
        return _converted(name, [v.value for v in args.all() if isinstance(v, Const)])
    return PLAIN


@by_name("str", "repr", "format")
def _text(name: str, m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine.library.texts import written

    return written(m, node, f"{name}()", args, frame) or PLAIN


def _converted(name: str, contents: list[object]) -> Value:
    try:
        return Const(CONVERSIONS[name](*contents))
    except (TypeError, ValueError, OverflowError):
        return PLAIN


@by_name("list", "tuple", "set", "frozenset", "iter", "reversed")
def _listed(name: str, m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    kind = {"tuple": "tuple", "set": "set", "frozenset": "set", "iter": "generator"}.get(name, "list")
    if not args.positional:
        return Sequence(kind)
    value = iteration.listed(m, node, args.positional[0], frame, kind)
    if name == "reversed" and isinstance(value, Sequence):
        return Sequence(kind, tuple(reversed(value.items)), value.rest)
    return value


@by_name("sorted", "filter")
def _some(name: str, m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine import calls

    value = args.positional[-1] if args.positional else PLAIN
    found = iteration.elements(m, node, value, frame)
    if name == "sorted" and found.rest is None:
        ordered = _in_order(found.known, args.keywords)
        if ordered is not None:
            return Sequence("list", ordered)
    values = [*found.known, *([found.fresh()] if found.rest else [])]
    if not values:
        return Sequence("list")
    anything = join(m, frame, node, values)
    key = args.keywords.get("key") or (args.positional[0] if len(args.positional) > 1 else None)
    if key is not None and not isinstance(key, Const):
        calls.call(m, node, key, Args((anything,)), frame)
    return Sequence("generator" if name == "filter" else "list", (), anything)


def _in_order(items: tuple[Value, ...], options: dict[str, Value]) -> tuple[Value, ...] | None:
    """Return the sorted elements where constants decide: the elements, or the firsts of pairs, none twice."""
    firsts = [item.items[0] if isinstance(item, Sequence) and item.items else item for item in items]
    keys: list[Any] = [first.value for first in firsts if isinstance(first, Const)]
    backwards = constant(options.get("reverse"), False)
    if "key" in options or len(keys) < len(items) or not isinstance(backwards, bool):
        return None
    try:
        if len(set(keys)) < len(keys):
            return None
        places = sorted(range(len(keys)), key=keys.__getitem__, reverse=backwards)
    except TypeError:
        return None
    return tuple(items[place] for place in places)


@builtin("range")
def _range(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    bounds = [constant(v) for v in args.positional]
    if len(bounds) == 1 and isinstance(node, ast.Call) and bounds[0] is None:
        bounds = [_length(m, node.args[0], frame)]
    whole = [b for b in bounds if isinstance(b, int)]
    if bounds and len(whole) == len(bounds) <= 3:
        try:
            return Const(range(*whole))
        except ValueError:
            return PLAIN
    return PLAIN


def _length(m: Machine, node: ast.expr, frame: Frame) -> int | None:
    """Return the bound of `range(len(values))`; elsewhere the length of a list that a loop fills is not known."""
    called = node.func if isinstance(node, ast.Call) and len(node.args) == 1 else None
    if not isinstance(called, ast.Name) or called.id != "len" or not isinstance(node, ast.Call):
        return None
    if not isinstance(node.args[0], (ast.Name, ast.Attribute)):
        return None
    value = m.eval(node.args[0], frame)
    known = isinstance(value, Sequence) and value.rest is None and value.kind != "set"
    return len(value.items) if known and isinstance(value, Sequence) else None


@builtin("zip")
def _zip(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    columns = [iteration.elements(m, node, v, frame) for v in args.positional]
    if args.more is not None:
        return _transposed(m, node, columns, iteration.elements(m, node, args.more, frame), frame)
    if not columns:
        return Sequence("generator")
    if all(c.rest is None for c in columns):
        return Sequence(
            "generator", tuple(Sequence("tuple", row) for row in zip(*(c.known for c in columns)))
        )
    row = tuple(
        iteration.any_of(m, node, [*c.known, *([c.fresh()] if c.rest is not None else [])], frame)
        for c in columns
    )
    known = min((len(c.known) for c in columns), default=0)
    rows = tuple(Sequence("tuple", tuple(c.known[i] for c in columns)) for i in range(known))
    return Sequence("generator", rows, Sequence("tuple", row))


def _transposed(m: Machine, node: ast.AST, columns: list[Elements], more: Elements, frame: Frame) -> Sequence:
    """Return what `zip(*rows)` gives for any number of rows that are all alike."""
    columns = [*columns, more]

    def column(values: list[Value]) -> Sequence:
        return Sequence("tuple", (), iteration.any_of(m, node, values, frame))

    if all(c.rest is None for c in columns):
        return Sequence("generator", tuple(column(list(row)) for row in zip(*(c.known for c in columns))))
    values = [v for c in columns for v in (*c.known, *([c.fresh()] if c.rest is not None else []))]
    return Sequence("generator", (), column(values))


@builtin("enumerate")
def _enumerate(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    found = iteration.elements(m, node, args.get(0, "iterable") or PLAIN, frame)
    start = constant(args.get(1, "start"), 0)
    first = start if isinstance(start, int) else 0
    pairs = tuple(Sequence("tuple", (Const(first + i), v)) for i, v in enumerate(found.known))
    return Sequence("list", pairs, Sequence("tuple", (PLAIN, found.fresh())) if found.rest else None)


@builtin("map")
def _map(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine import calls

    if len(args.positional) < 2:
        return m.opaque(frame, node, *args.all())
    rows = _zip(m, node, Args(args.positional[1:]), frame)

    def run(at: ast.AST, asking: Frame) -> Sequence:
        found = iteration.elements(m, node, rows, frame)
        known = tuple(calls.call(m, node, args.positional[0], given(row), frame) for row in found.known)
        often = (
            calls.call_often(m, node, args.positional[0], given(found.fresh()), frame) if found.rest else None
        )
        return Sequence("generator", known, often)

    def given(row: Value) -> Args:
        return Args(row.items if isinstance(row, Sequence) else (row,))

    return Generator(run, args.positional)


@builtin("sum")
def _sum(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    start = args.get(1, "start") or Const(0)
    return folded(m, node, ast.Add(), args.get(0, "iterable") or PLAIN, start, frame)


def folded(m: Machine, node: ast.AST, op: ast.operator, iterable: Value, total: Value, frame: Frame) -> Value:
    """Return what an operator makes of a first value and all elements, one after the other."""
    found = iteration.elements(m, node, iterable, frame)
    values = [*found.known[:MOST_FOLDED], *([found.fresh()] if found.rest else [])]
    if len(found.known) > MOST_FOLDED:
        values.append(join(m, frame, node, list(found.known[MOST_FOLDED:])))
    for item in values:
        total = binary(m, node, op, total, item, frame)
    return total


@builtin("all", "any")
def _quantified(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    decides = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "any"
    found = iteration.elements(m, node, args.get(0, "iterable") or PLAIN, frame)
    answers = [truth.known(value) for value in found.known]
    if decides in answers:
        return Const(decides)
    return Const(not decides) if found.rest is None and None not in answers else PLAIN


@builtin("max", "min")
def _extreme(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    values = list(args.positional)
    if len(values) == 1:
        found = iteration.elements(m, node, values[0], frame)
        values = [*found.known, *([found.fresh()] if found.rest else [])]
    values += [v for v in (args.more, args.more_keywords, args.keywords.get("default")) if v is not None]
    if all(isinstance(v, (Const, Plain)) for v in values):
        return PLAIN
    return join(m, frame, node, values)


@builtin("any", "all")
def _truth_of_many(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    found = iteration.elements(m, node, args.get(0, "iterable") or PLAIN, frame)
    answers = {truth.known(value) for value in found.known} | ({None} if found.rest is not None else set())
    decisive = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "any"
    if decisive in answers:
        return Const(decisive)
    return PLAIN if None in answers else Const(not decisive)


@builtin("divmod")
def _divided(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    noticed.of_misfit(m, node, args.get(0, "x"), _first(node), frame)
    return _arithmetic(m, node, args, frame)


@builtin("abs", "pow")
def _arithmetic(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if not args.positional or all(isinstance(v, (Const, Plain)) for v in args.positional):
        return PLAIN
    return binary(m, node, ast.Pow(), args.positional[0], args.get(1, "exp") or Const(1), frame)


@builtin("dict")
def _dict(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    from tapelens.machine import calls

    made = Dict()
    first = args.get(0, "")
    if isinstance(first, Dict):
        calls.update_dict(m, node, made, first, frame)
    elif first is not None:
        found = iteration.elements(m, node, first, frame)
        for pair in found.known:
            key, value = iteration.take(m, node, pair, 2, frame)
            set_item(m, ast.Constant(None), made, key, value, frame)
        if found.rest is not None:
            calls.update_dict(m, node, made, found.fresh(), frame)
    for key_name, value in args.keywords.items():
        m.store.set(made.cells, key_name, value)
    if args.more is not None or args.more_keywords is not None:
        m.store.set(made.cells, REST, m.opaque(frame, node, *args.all()))
    return made


@builtin("dict.fromkeys")
def _from_keys(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    found = iteration.elements(m, node, args.get(0, "iterable") or PLAIN, frame)
    value, made = args.get(1, "value") or NONE, Dict()
    for key in found.known:
        set_item(m, ast.Constant(None), made, key, value, frame)
    if found.rest is not None:
        m.store.set(made.cells, REST, value)
    return made


@builtin("next")
def _next(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "iterator") or PLAIN
    found = iteration.elements(m, node, value, frame)
    values = [*found.known, *([found.fresh()] if found.rest else [])]
    written_here = isinstance(node, ast.Call) and isinstance(node.args[0], (ast.Call, ast.GeneratorExp))
    if written_here and found.known:
        return found.known[0]  # nobody else can have taken the first element
    return join(m, frame, node, values) if values else m.opaque(frame, node, value)

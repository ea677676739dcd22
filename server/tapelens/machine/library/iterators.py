"""`itertools`: what comes out of them, where all that goes in is known."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterable

from tapelens.machine import calls, iteration, operators
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import NONE, PLAIN, Bound, Function, Sequence, Value

MOST = 64
Rows = Iterable[tuple[Value, ...]]


def _known(
    m: Machine, node: ast.AST, values: Iterable[Value], frame: Frame
) -> list[tuple[Value, ...]] | None:
    """Return the elements of each of the values, None where one has elements that are not known."""
    found = [iteration.elements(m, node, value, frame) for value in values]
    return None if any(one.rest is not None for one in found) else [one.known for one in found]


def _unknown(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return m.opaque(frame, node, *args.all(), label="call")


def _generator(items: Iterable[Value]) -> Sequence:
    return Sequence("generator", tuple(items))


@hook("itertools.chain")
def _chain(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    parts = _known(m, node, args.positional, frame)
    if parts is None:
        return _unknown(m, node, args, frame)
    return Sequence("generator", tuple(itertools.chain(*parts)))


@hook("itertools.chain.from_iterable")
def _chain_of_one(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    outer = _known(m, node, args.positional[:1], frame)
    return _chain(m, node, Args(outer[0]), frame) if outer else _unknown(m, node, args, frame)


def _combining(name: str, combine: Callable[..., Rows]) -> None:
    """Register a function that makes tuples of the elements of its arguments and takes whole numbers too."""

    @hook(f"itertools.{name}")
    def _call(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
        numbers = [constant(v) for v in args.positional]
        given = [v for v, number in zip(args.positional, numbers, strict=True) if not isinstance(number, int)]
        parts = _known(m, node, given, frame)
        if parts is None or args.keywords:
            return _unknown(m, node, args, frame)
        rows = list(itertools.islice(combine(*parts, *(n for n in numbers if isinstance(n, int))), MOST + 1))
        if len(rows) > MOST:
            return _unknown(m, node, args, frame)
        return _generator(Sequence("tuple", tuple(row)) for row in rows)


for _name, _combine in (
    ("product", itertools.product),
    ("combinations", itertools.combinations),
    ("permutations", itertools.permutations),
    ("pairwise", itertools.pairwise),
):
    _combining(_name, _combine)


@hook("itertools.zip_longest")
def _zip_longest(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    parts = _known(m, node, args.positional, frame)
    if parts is None:
        return _unknown(m, node, args, frame)
    fill = args.keywords.get("fillvalue", NONE)
    return _generator(Sequence("tuple", row) for row in itertools.zip_longest(*parts, fillvalue=fill))


@hook("itertools.tee")
def _tee(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    parts, count = _known(m, node, args.positional[:1], frame), constant(args.get(1, "n"), 2)
    if parts is None or not isinstance(count, int):
        return _unknown(m, node, args, frame)
    return Sequence("tuple", tuple(_generator(parts[0]) for _ in range(count)))


@hook("itertools.compress", "itertools.takewhile", "itertools.dropwhile", "itertools.filterfalse")
def _some(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """Some of the elements, as data decide."""
    given = [value for value in args.positional if not isinstance(value, (Function, Bound))]
    parts = _known(m, node, given[:1], frame)
    if not parts or not parts[0]:
        return _unknown(m, node, args, frame)
    return Sequence("generator", (), join(m, frame, node, list(parts[0])))


@hook("itertools.islice")
def _islice(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    parts = _known(m, node, args.positional[:1], frame)
    numbers = [constant(v, PLAIN) for v in args.positional[1:]]
    bounds = [b for b in numbers if b is None or isinstance(b, int)]
    if parts is None or not bounds or len(bounds) < len(numbers):
        return _unknown(m, node, args, frame)
    return _generator(parts[0][slice(*bounds)])


@hook("itertools.repeat")
def _repeat(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    times = constant(args.get(1, "times"))
    value = args.get(0, "object") or PLAIN
    if not isinstance(times, int) or times > MOST:
        return Sequence("generator", (), value)
    return _generator(itertools.repeat(value, times))


@hook("itertools.starmap")
def _starmap(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    rows = _known(m, node, args.positional[1:2], frame)
    given = _known(m, node, rows[0], frame) if rows else None
    if given is None:
        return _unknown(m, node, args, frame)
    return _generator(calls.call(m, node, args.positional[0], Args(row), frame) for row in given)


@hook("itertools.accumulate")
def _accumulate(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    parts = _known(m, node, args.positional[:1], frame)
    if parts is None or "initial" in args.keywords:
        return _unknown(m, node, args, frame)
    function = args.get(1, "func")

    def combine(total: Value, value: Value) -> Value:
        if function is None:
            return operators.binary(m, node, ast.Add(), total, value, frame)
        return calls.call(m, node, function, Args((total, value)), frame)

    return _generator(itertools.accumulate(parts[0], combine))

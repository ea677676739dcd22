"""Functions of Python's standard library that hand values on: functools, operator, types."""

from __future__ import annotations

import ast
from functools import partial

from tapelens.machine import builtins, calls, containers, iteration, operators, subscripts
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import NAMESPACE, methods, new
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    FACTORY,
    MISSING,
    NONE,
    PLAIN,
    Bound,
    Const,
    Dict,
    External,
    Library,
    Sequence,
    Value,
)

ITEMS_GOT = "operator.itemgetter.__call__"
OPERATORS: dict[str, type[ast.operator]] = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
    "pow": ast.Pow,
    "matmul": ast.MatMult,
}


def _binary(op: type[ast.operator], m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if len(args.positional) != 2:
        return m.opaque(frame, node, *args.all(), label="call")
    return operators.binary(m, node, op(), *args.positional, frame)


for _name, _op in OPERATORS.items():
    hook(f"operator.{_name}")(partial(_binary, _op))


@hook("operator.getitem")
def _getitem(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if len(args.positional) != 2:
        return m.opaque(frame, node, *args.all(), label="call")
    return subscripts.get_item(m, node, *args.positional, frame)


@hook("operator.itemgetter")
def _itemgetter(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return Bound(External(ITEMS_GOT), (Sequence("tuple", args.positional),))


@hook(ITEMS_GOT)
def _items_got(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    keys, *owner = args.positional
    if not isinstance(keys, Sequence) or len(owner) != 1:
        return m.opaque(frame, node, *args.all(), label="call")
    found = tuple(subscripts.get_item(m, node, owner[0], key, frame) for key in keys.items)
    return found[0] if len(found) == 1 else Sequence("tuple", found)


@hook("functools.reduce")
def _reduce(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if len(args.positional) < 2:
        return m.opaque(frame, node, *args.all())
    function, iterable, *start = args.positional
    found = iteration.elements(m, node, iterable, frame)
    values = [*start, *found.known]
    if found.rest is not None or not values:
        return m.opaque(frame, node, *args.all(), label="call")
    result = values[0]
    for value in values[1:]:
        result = calls.call(m, node, function, Args((result, value)), frame)
    return result


@hook("math.prod")
def _product(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    start = args.keywords.get("start") or Const(1)
    return builtins.folded(m, node, ast.Mult(), args.get(0, "iterable") or PLAIN, start, frame)


@hook("random.shuffle", "numpy.random.shuffle", "heapq.heapify", "heapq.heappush", "heapq.heappop")
def _reordered(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """What changes the order of a list: from now on any of its elements may stand anywhere."""
    owner = args.get(0, "x") or PLAIN
    result = calls.opaque_call(m, node, External("random.shuffle"), args, frame)
    if isinstance(owner, Sequence):
        containers.forget_places(m, node, owner, frame)
    return result


@hook("types.SimpleNamespace", "argparse.Namespace")
def _namespace(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    made = m.opaque(frame, node, *args.all(), label="call")
    for name, value in args.keywords.items():
        m.store.set(made.cells, name, value)
    return made


@hook("collections.defaultdict")
def _defaultdict(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    made = builtins.call(m, node, "dict", Args(args.positional[1:], args.keywords), frame)
    if isinstance(made, Dict) and args.positional and constant(args.positional[0], MISSING) is not None:
        m.store.set(made.cells, FACTORY, args.positional[0])
    return made


@hook("collections.OrderedDict")
def _ordered(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return builtins.call(m, node, "dict", args, frame)


@hook("argparse.ArgumentParser")
def _parser(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "argparse.ArgumentParser", "parser", frame)


@methods("parser")
def _parse(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    """What a parser reads are numbers and texts; scripts hang more on the object that it gives."""
    if name in ("parse_args", "parse_known_args"):
        read = new(m, node, "argparse.Namespace", NAMESPACE, frame)
        return read if name == "parse_args" else Sequence("tuple", (read, PLAIN))
    return owner if name.startswith("add_") else NONE

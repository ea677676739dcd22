"""Records of the standard library: data classes and named tuples that are made anew from old ones."""

from __future__ import annotations

import ast

from tapelens.machine import classes
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Bound, Const, Dict, External, Instance, Sequence, Value

MAKE_NAMEDTUPLE = "collections.namedtuple()"  # calling the class that the function has made
REPLACE = "dataclasses.replace"
AS_DICT = "collections.namedtuple()._asdict"
METHODS = {"_replace": REPLACE, "_asdict": AS_DICT}


def method(owner: Value, name: str) -> Value | None:
    """Return a method that every named tuple has, None for other names."""
    return Bound(External(METHODS[name]), (owner,)) if name in METHODS else None


def items(owner: Value) -> dict[str, Value] | None:
    """Return the fields of a record with their values, None where some are not known or it is no record."""
    if isinstance(owner, Sequence):
        return dict(zip(owner.cells["fields"], owner.items)) if "fields" in owner.cells else None
    if not isinstance(owner, Instance) or not classes.is_record(owner.cls):
        return None
    names = classes.fields(owner.cls)
    found = {name: owner.cells[name] for name in names if isinstance(owner.cells.get(name), Value)}
    return found if len(found) == len(names) else None


@hook(REPLACE)
def _replace(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    owner = args.positional[0] if args.positional else PLAIN
    known = items(owner)
    if not known or not args.keywords.keys() <= known.keys():
        return m.opaque(frame, node, *args.all(), label="call")
    changed = {**known, **args.keywords}
    if isinstance(owner, Instance):
        return classes.instantiate(m, node, owner.cls, Args((), changed), frame)
    made = Sequence("tuple", tuple(changed.values()))
    made.cells["fields"] = tuple(changed)
    return made


@hook(AS_DICT)
def _as_dict(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    known = items(args.positional[0])
    return m.opaque(frame, node, *args.all(), label="call") if known is None else Dict(dict(known))


@hook("collections.namedtuple")
def _namedtuple(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    given = args.get(1, "field_names")
    if isinstance(given, Sequence) and given.rest is None:
        names = [constant(item) for item in given.items]
    else:
        names = list(str(constant(given, "")).replace(",", " ").split())
    if not names:
        return m.opaque(frame, node, *args.all(), label="call")
    return Bound(External(MAKE_NAMEDTUPLE), (Const(tuple(names)),))


@hook(MAKE_NAMEDTUPLE, stars=True)
def _make_namedtuple(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    names = constant(args.positional[0])
    values = dict(zip(names, args.positional[1:], strict=False)) if isinstance(names, tuple) else {}
    if isinstance(names, tuple) and args.more is not None:
        values.update({name: args.more for name in names if name not in values})
    values.update(args.keywords)
    if not isinstance(names, tuple) or set(values) != set(names) or args.more_keywords is not None:
        return m.opaque(frame, node, *args.all(), label="call")
    made = Sequence("tuple", tuple(values[name] for name in names))
    made.cells["fields"] = names
    return made

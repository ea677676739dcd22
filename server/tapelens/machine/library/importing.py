"""Modules that are imported by a call, not by a statement."""

from __future__ import annotations

import ast

from tapelens.machine import calls
from tapelens.machine.arguments import Args, constant
from tapelens.machine.builtins import builtin
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.statements import imported
from tapelens.machine.values import External, Sequence, Value

IMPORT = "importlib.import_module"
OR_SKIP = "pytest.importorskip"
BUILTIN = "builtins.__import__"


@hook(IMPORT)
def _import_module(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name, package = constant(args.get(0, "name")), constant(args.get(1, "package"))
    if not isinstance(name, str):
        return calls.opaque_call(m, node, External(IMPORT), args, frame)
    rest = name.lstrip(".")
    level = len(name) - len(rest)
    if level and _is_its_own(node, frame):
        return imported(m, frame, rest, level, node)
    if level == 1 and isinstance(package, str):
        return imported(m, frame, f"{package}.{rest}" if rest else package, 0, node)
    return (
        calls.opaque_call(m, node, External(IMPORT), args, frame)
        if level
        else imported(m, frame, name, 0, node)
    )


@hook(OR_SKIP)
def _import_or_skip(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name = constant(args.get(0, "modname"))
    if not isinstance(name, str):
        return calls.opaque_call(m, node, External(OR_SKIP), args, frame)
    return imported(m, frame, name, 0, node)


def _is_its_own(node: ast.AST, frame: Frame) -> bool:
    """Return whether the call names the package that it stands in."""
    if not isinstance(node, ast.Call):
        return False
    given = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "package")]
    names = [one.id for one in given if isinstance(one, ast.Name)]
    in_package = (frame.unit.module.path or "").endswith("__init__.py")
    return "__package__" in names or ("__name__" in names and in_package)


@builtin("__import__")
def _import(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name, level = constant(args.get(0, "name")), constant(args.get(4, "level"))
    if not isinstance(name, str) or level not in (None, 0):
        return calls.opaque_call(m, node, External(BUILTIN), args, frame)
    names = args.get(3, "fromlist")
    whole = isinstance(names, Sequence) and bool(names.items)
    return imported(m, frame, name if whole else name.partition(".")[0], 0, node)

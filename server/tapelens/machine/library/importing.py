"""Modules that are imported by a call, not by a statement."""

from __future__ import annotations

import ast

from tapelens.machine import calls
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.statements import imported
from tapelens.machine.values import External, Value

IMPORT = "importlib.import_module"


@hook(IMPORT)
def _import_module(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    name, package = constant(args.get(0, "name")), constant(args.get(1, "package"))
    if isinstance(name, str) and name.startswith(".") and isinstance(package, str):
        name = ".".join((package, *filter(None, name[1:].split(".")))) if name[1:2] != "." else None
    if not isinstance(name, str) or name.startswith("."):
        return calls.opaque_call(m, node, External(IMPORT), args, frame)
    return imported(m, frame, name, 0, node)

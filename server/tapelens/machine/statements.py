"""Statements without branches: assignment, deletion, imports, definitions, returns."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

from tapelens.machine import attributes, calls, classes, containers
from tapelens.machine.assignment import assign, read_target
from tapelens.machine.frames import Frame
from tapelens.machine.machine import EXECUTORS, Flow, Machine
from tapelens.machine.operators import binary
from tapelens.machine.values import NONE, Class, External, Function, Instance, Module, Value, library

S = TypeVar("S", bound=ast.stmt)


def executes(
    kind: type[S],
) -> Callable[[Callable[[Machine, S, Frame], int]], Callable[[Machine, S, Frame], int]]:
    """Register the executor of a statement's syntax class."""

    def register(function: Callable[[Machine, S, Frame], int]) -> Callable[[Machine, S, Frame], int]:
        EXECUTORS[kind] = function  # type: ignore[assignment]  # dispatch by the statement's own class
        return function

    return register


@executes(ast.Expr)
def _expression(m: Machine, node: ast.Expr, frame: Frame) -> int:
    if node.value.__class__ is not ast.Name:  # which does nothing, and is often yet to become more
        m.eval(node.value, frame)
        if m.raised is node.value:
            return Flow.RAISE
    return Flow.NEXT


@executes(ast.Assign)
def _assign(m: Machine, node: ast.Assign, frame: Frame) -> int:
    before = len(m.graph)
    value = m.eval(node.value, frame)
    for target in node.targets:
        assign(m, target, value, frame, since=before)
    return Flow.NEXT


@executes(ast.AnnAssign)
def _annotated(m: Machine, node: ast.AnnAssign, frame: Frame) -> int:
    if node.value is not None:
        before = len(m.graph)
        assign(m, node.target, m.eval(node.value, frame), frame, since=before)
    return Flow.NEXT


@executes(ast.AugAssign)
def _augmented(m: Machine, node: ast.AugAssign, frame: Frame) -> int:
    before = len(m.graph)
    old = read_target(m, node.target, frame)
    value = m.eval(node.value, frame)
    result = calls.augmented_in_place(m, node, old, value, frame)
    if result is None:
        result = binary(m, node, node.op, old, value, frame)
    assign(m, node.target, result, frame, since=before)
    return Flow.NEXT


@executes(ast.Delete)
def _delete(m: Machine, node: ast.Delete, frame: Frame) -> int:
    for target in node.targets:
        if isinstance(target, ast.Name):
            m.store.delete(frame.home(target.id), target.id)
        elif isinstance(target, ast.Subscript):
            owner, key = m.eval(target.value, frame), m.eval(target.slice, frame)
            containers.delete_item(m, node, owner, key, frame)
        elif isinstance(target, ast.Attribute):
            owner = m.eval(target.value, frame)
            if isinstance(owner, Instance) and target.attr in owner.cells:
                m.store.delete(owner.cells, target.attr)
    return Flow.NEXT


@executes(ast.Return)
def _return(m: Machine, node: ast.Return, frame: Frame) -> int:
    value = m.eval(node.value, frame) if node.value is not None else NONE
    frame.returns.append((value, m.store.snapshot(frame.level)))
    return Flow.RETURN


@executes(ast.Raise)
def _raise(m: Machine, node: ast.Raise, frame: Frame) -> int:
    if node.exc is not None:
        m.eval(node.exc, frame)
    return Flow.RAISE


@executes(ast.Assert)
def _assert(m: Machine, node: ast.Assert, frame: Frame) -> int:
    m.eval(node.test, frame)
    return Flow.NEXT


@executes(ast.Break)
def _break(m: Machine, node: ast.Break, frame: Frame) -> int:
    if frame.loops:
        frame.loops[-1].breaks.append(m.store.snapshot(frame.loops[-1].level))
    return Flow.BREAK


@executes(ast.Continue)
def _continue(m: Machine, node: ast.Continue, frame: Frame) -> int:
    if frame.loops:
        frame.loops[-1].continues.append(m.store.snapshot(frame.loops[-1].level))
    return Flow.CONTINUE


@executes(ast.Global)
def _global(m: Machine, node: ast.Global, frame: Frame) -> int:
    if frame.top is not None:
        frame.redirected.update(dict.fromkeys(node.names, frame.top.cells))
    return Flow.NEXT


@executes(ast.Nonlocal)
def _nonlocal(m: Machine, node: ast.Nonlocal, frame: Frame) -> int:
    for name in node.names:
        outer = frame.parent
        while outer is not None and name not in outer.cells:
            outer = outer.parent
        if outer is not None:
            frame.redirected[name] = outer.cells
    return Flow.NEXT


@executes(ast.Import)
def _import(m: Machine, node: ast.Import, frame: Frame) -> int:
    for alias in node.names:
        name = alias.asname or alias.name.split(".")[0]
        path = alias.name if alias.asname else name
        m.store.set(frame.home(name), name, imported(m, frame, path, 0, node))
    return Flow.NEXT


@executes(ast.ImportFrom)
def _import_from(m: Machine, node: ast.ImportFrom, frame: Frame) -> int:
    module = imported(m, frame, node.module or "", node.level, node)
    for alias in node.names:
        if alias.name == "*":
            _import_all(m, module, frame)
            continue
        name = alias.asname or alias.name
        value = _member(m, module, alias.name, node, frame)
        m.store.set(frame.home(name), name, value)
    return Flow.NEXT


def imported(m: Machine, frame: Frame, path: str, level: int, node: ast.AST) -> Value:
    """Return the module that an import names: a module of the user's, a library's, or unknown."""
    own = m.modules.imported(frame, path, level) if m.modules is not None else None
    if own is not None:
        return own
    if level:
        return m.opaque(frame, node, label="module")
    return External(path)


def _member(m: Machine, module: Value, name: str, node: ast.ImportFrom, frame: Frame) -> Value:
    if isinstance(module, External):
        return library(f"{module.path}.{name}")
    if isinstance(module, Module):
        found = attributes.member(m, node, module, name, frame)
        if found is not None:
            return found
    return m.opaque(frame, node, module, label="module")


def _import_all(m: Machine, module: Value, frame: Frame) -> None:
    if isinstance(module, Module):
        exported = list(m.modules.exported(module)) if m.modules is not None else ()
        for name, value in exported:
            m.store.set(frame.cells, name, value)
        paths = module.frame.cells.get("*", ())
    elif isinstance(module, External):
        paths = (module.path,)
    else:
        return
    if paths:
        m.store.set(frame.cells, "*", (*frame.cells.get("*", ()), *paths))


@executes(ast.FunctionDef)
def _function(m: Machine, node: ast.FunctionDef, frame: Frame) -> int:
    return _define(m, node, frame)


@executes(ast.AsyncFunctionDef)
def _async_function(m: Machine, node: ast.AsyncFunctionDef, frame: Frame) -> int:
    return _define(m, node, frame)


def _define(m: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> int:
    function = make_function(m, node, frame)
    value = calls.decorated(m, node, function, frame)
    m.defined[id(node)] = value if isinstance(value, Function) and value.node is node else function
    m.store.set(frame.home(node.name), node.name, value)
    return Flow.NEXT


def make_function(
    m: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame
) -> Function:
    """Return the function value of a definition, its defaults evaluated."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: dict[str, Value] = {}
    for argument, default in zip(reversed(positional), reversed(arguments.defaults)):
        defaults[argument.arg] = m.eval(default, frame)
    for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if keyword_default is not None:
            defaults[argument.arg] = m.eval(keyword_default, frame)
    return Function(node, frame.unit, frame, defaults, frame.cls)


@executes(ast.ClassDef)
def _class(m: Machine, node: ast.ClassDef, frame: Frame) -> int:
    value: Value = classes.define(m, node, frame)
    if isinstance(value, Class):
        value = classes.decorate(m, node, value, frame)
    m.store.set(frame.home(node.name), node.name, value)
    return Flow.NEXT

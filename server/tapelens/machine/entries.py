"""Functions that nothing in the file calls, run with unknown arguments so that their tapes are seen too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.knowledge.table import canonical
from tapelens.machine import classes, functions
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.joins import join
from tapelens.machine.machine import Machine
from tapelens.machine.names import used_names
from tapelens.machine.values import (
    MISSING,
    OF_KERAS,
    Class,
    External,
    Function,
    Instance,
    Library,
    Union,
    Value,
)
from tapelens.source.kept import kept

Pair = tuple[Value, Function]  # a function, and what it is to be run on: its class, or itself

MAX_ENTRIES = 2000
MAX_NESTING = 8
ASKING = frozenset({"gradient", "jacobian", "batch_jacobian", "GradientTape", "minimize", "apply_gradients"})


def pending(top: Frame) -> list[Pair]:
    """Return the functions and the methods that the names of a module hold, with what each is to be run on."""
    found: list[Pair] = []
    for value in top.cells.values():
        for option in value.options if isinstance(value, Union) else (value,):
            if isinstance(option, Function) and option.unit.module is top.unit.module:
                found.append((option, option))
            elif isinstance(option, Class) and option.unit.module is top.unit.module:
                found += [(option, m) for m in option.cells.values() if isinstance(m, Function)]
    return found


def owned(function: Function) -> Pair:
    """Return a function with what it is to be run on: its class, or itself."""
    cls = function.cls
    return (cls if cls is not None and cls.cells is function.frame.cells else function, function)


def is_nested(function: Function) -> bool:
    """Return whether the function, or the class that it is a method of, was defined inside a function."""
    home = function.frame
    in_class = home.cls is not None and home.cls.cells is home.cells
    return home.parent is not None if in_class else home.top is not None


def leading(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs from which a gradient call can be reached, by names; callers before what they call."""
    by_name: dict[str, list[int]] = {}
    names = {function.name for _, function in pairs}
    reached: dict[int, None] = {}
    for index, (_, function) in enumerate(pairs):
        used = used_names(function.node)
        if not ASKING.isdisjoint(used):
            reached[index] = None
        else:
            for name in used & names:
                by_name.setdefault(name, []).append(index)
    todo = list(reached)
    while todo:
        for index in by_name.pop(pairs[todo.pop()][1].name, ()):
            if index not in reached:
                reached[index] = None
                todo.append(index)
    return _callers_first([pair for index, pair in enumerate(pairs) if index in reached])


def _callers_first(pairs: list[Pair]) -> list[Pair]:
    names = {function.name for _, function in pairs}
    called: dict[str, Function | None] = {}  # by name: the one function that mentions it, None for several
    for _, function in pairs:
        for name in used_names(function.node) & names:
            called[name] = function if called.get(name, function) is function else None
    return sorted(pairs, key=lambda pair: called.get(pair[1].name, pair[1]) is not pair[1])


def run(m: Machine, owner: Value, function: Function, frame: Frame) -> None:
    """Interpret one function with unknown arguments; a method on an object whose `__init__` was interpreted."""
    node = function.node
    arguments: list[Value] = []
    spec = node.args
    given = [*spec.posonlyargs, *spec.args]
    if isinstance(owner, Class) and given and "static" not in function.marks:
        arguments.append(owner if "class" in function.marks else prototype(m, owner, frame))
        del given[0]
    keywords = {a.arg: _parameter(m, a, frame) for a in (*given, *spec.kwonlyargs)}
    functions.interpret(m, node, function, _with_stars(m, function, tuple(arguments), keywords, frame), frame)


def _with_stars(
    m: Machine, function: Function, given: tuple[Value, ...], keywords: dict[str, Value], frame: Frame
) -> Args:
    """The arguments, with what `*args` and `**kwargs` may hold besides."""
    more, more_keywords = function.node.args.vararg, function.node.args.kwarg
    return Args(
        given,
        keywords,
        _parameter(m, more, frame) if more is not None else None,
        _parameter(m, more_keywords, frame) if more_keywords is not None else None,
    )


def _parameter(m: Machine, parameter: ast.arg, frame: Frame) -> Value:
    """An argument that nobody gives: unknown, and maybe the default; its annotation may say that it is a model."""
    made = m.opaque(frame, parameter, label="parameter")
    m.graph.name(made.node, parameter.arg)
    declared = parameter.annotation
    if isinstance(declared, (ast.Name, ast.Attribute)):
        kind = m.eval(declared, frame)
        if isinstance(kind, External) and canonical(kind.path).startswith("keras."):
            made.cells[OF_KERAS] = True
    return made


def prototype(m: Machine, cls: Class, frame: Frame) -> Instance:
    """Return an object as other methods find it: `__init__` ran, and what other methods assign may have changed."""
    made = classes.make_instance(m, cls.node, cls, frame)
    starter = classes.find(cls, "__init__")
    if isinstance(starter, Function):
        spec = starter.node.args
        given = [*[*spec.posonlyargs, *spec.args][1:], *spec.kwonlyargs]
        keywords = {a.arg: _parameter(m, a, frame) for a in given}
        functions.interpret(m, cls.node, starter, _with_stars(m, starter, (made,), keywords, frame), frame)
    elif starter is not MISSING or any(base.endswith(("Model", "Sequential")) for base in cls.library):
        classes.hold_anything(m, cls.node, made, frame)  # a model may be made of given inputs and outputs
    builder = classes.find(cls, "build")
    if isinstance(builder, Function) and cls.library:
        unknown = m.opaque(frame, cls.node)
        functions.call(m, cls.node, builder, Args((made, unknown)), frame)
    _forget(m, cls, made, frame)
    return made


def _forget(m: Machine, cls: Class, made: Instance, frame: Frame) -> None:
    """What a method other than `__init__` and `build` assigns may hold something else by now."""
    for name in _assigned_elsewhere(cls):
        old = made.cells.get(name, MISSING)
        unknown = m.opaque(frame, cls.node)
        m.store.set(made.cells, name, unknown if old is MISSING else join(m, frame, cls.node, [old, unknown]))
    for value in list(made.cells.values()):
        if isinstance(value, Library) and value.cells.get("__built__") is False:
            m.store.set(value.cells, "__built__", None)
    m.store.set(made.cells, "__built__", True)


def _assigned_elsewhere(cls: Class) -> list[str]:
    return list(dict.fromkeys(name for owner in classes.mro(cls) for name in _assigned(owner.node)))


def _assigns(node: ast.ClassDef) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name not in ("__init__", "build"):
            for target in _targets(statement):
                for inner in ast.walk(target):
                    if (
                        isinstance(inner, ast.Attribute)
                        and isinstance(inner.ctx, ast.Store)
                        and isinstance(inner.value, ast.Name)
                        and inner.value.id == "self"
                    ):
                        names[inner.attr] = None
    return tuple(names)


def _targets(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what the statements of a function assign to: those alone can hold it, so no expression is walked over."""
    todo: list[ast.AST] = [function]
    while todo:
        node = todo.pop()
        for name in ("target", "targets", "optional_vars"):
            found = getattr(node, name, ())
            yield from found if isinstance(found, list) else (found,) if isinstance(found, ast.AST) else ()
        for name in ("body", "orelse", "finalbody", "handlers", "cases", "items"):
            inside = getattr(node, name, ())
            if isinstance(inside, list):
                todo += reversed(inside)


_assigned = kept("assigned", _assigns)

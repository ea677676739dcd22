"""`with` statements: tapes, pauses of tapes, the user's context managers, and everything else."""

from __future__ import annotations

import ast

from tapelens.machine import branches, calls, classes, functions, tapes, truth
from tapelens.machine.assignment import assign
from tapelens.machine.frames import Frame
from tapelens.machine.library import contexts, instances
from tapelens.machine.machine import Flow, Machine
from tapelens.machine.statements import executes
from tapelens.machine.values import MISSING, NONE, Instance, Library, Manager, Method, Tape, Union, Value


@executes(ast.With)
def _with(m: Machine, node: ast.With, frame: Frame) -> int:
    return _items(m, node, list(node.items), frame)


@executes(ast.AsyncWith)
def _async_with(m: Machine, node: ast.AsyncWith, frame: Frame) -> int:
    return _items(m, node, list(node.items), frame)


def _items(m: Machine, node: ast.With | ast.AsyncWith, items: list[ast.withitem], frame: Frame) -> int:
    if not items:
        return m.run(node.body, frame)
    item, rest = items[0], items[1:]
    manager = m.eval(item.context_expr, frame)
    if isinstance(manager, Manager) and manager.function.node not in m.active:
        return _managed(m, node, item, rest, manager, frame)
    outer = m.context
    entered = _enter(m, node, item, manager, frame)
    if item.optional_vars is not None:
        assign(m, item.optional_vars, entered, frame)
    elif calls.is_broken(item.context_expr):
        # The tape that is being typed may take the name of any other.
        seen = {**(frame.top.cells if frame.top is not None else {}), **frame.cells}
        for name in [n for n, held in seen.items() if isinstance(held, Tape)]:
            m.store.set(frame.cells, name, entered)
    if contexts.suppresses(manager):
        tried = branches.run_stoppable(m, node, frame, lambda: _items(m, node, rest, frame))
        return branches.run_paths(m, node, frame, [tried.end, tried.stop])
    if isinstance(manager, Instance) and classes.find(manager.cls, "__exit__") is not MISSING:
        return _left(m, node, rest, manager, frame)
    ended = _items(m, node, rest, frame)
    inherited = instances.tape_of(manager)
    if inherited is not None:
        tapes.leave(m, inherited)
    elif isinstance(manager, (Tape, Union)):
        for tape in _tapes(manager):
            tapes.leave(m, tape)
    elif contexts.holds_others(manager) or (isinstance(manager, Method) and isinstance(manager.owner, Tape)):
        m.context = outer
    return ended


def _left(
    m: Machine, node: ast.With | ast.AsyncWith, rest: list[ast.withitem], manager: Instance, frame: Frame
) -> int:
    """Run the block of an object of the user's; an `__exit__` that may give something true suppresses errors."""
    tried = branches.run_stoppable(m, node, frame, lambda: _items(m, node, rest, frame))
    ended = tried.end()
    answer = _exit(m, node, manager, frame)
    if truth.known(answer) is False:
        return ended
    return branches.run_paths(m, node, frame, [lambda: ended, tried.stop])


def _managed(
    m: Machine,
    node: ast.With | ast.AsyncWith,
    item: ast.withitem,
    rest: list[ast.withitem],
    manager: Manager,
    frame: Frame,
) -> int:
    """Run a context manager that is written as a generator: the block's body goes on where it yields."""
    ends: list[int] = []
    here, running = m.graph.here, len(m.active)

    def body(value: Value) -> None:
        inside, m.graph.here = m.graph.here, here
        waiting, m.active[running:] = m.active[running:], []
        for tape in m.tape_list:
            if tape.cells.get("within") == inside and m.context.epoch(tape.number) is not None:
                tapes.sits_in(m, tape, node, frame)
        if item.optional_vars is not None:
            assign(m, item.optional_vars, value, frame)
        ends.append(_items(m, node, rest, frame))
        m.active += waiting
        m.graph.here = inside

    functions.interpret(m, item.context_expr, manager.function, manager.args, frame, body)
    return ends[-1] if ends else Flow.NEXT


def _tapes(manager: Value) -> list[Tape]:
    """Return the tapes that the manager may be; one that a branch may have replaced records all the same."""
    options = manager.options if isinstance(manager, Union) else (manager,)
    return [option for option in options if isinstance(option, Tape)]


def _enter(m: Machine, node: ast.AST, item: ast.withitem, manager: Value, frame: Frame) -> Value:
    if _tapes(manager):
        if isinstance(manager, Tape) and isinstance(item.context_expr, ast.Name):
            m.tape_uses[manager.number] += 1
        name = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else ""
        if not name:
            name = ast.unparse(item.optional_vars or item.context_expr)
        for tape in _tapes(manager):
            tapes.enter(m, tape, name, frame, node)
        return manager
    if isinstance(manager, Method) and isinstance(manager.owner, Tape):
        if manager.name == tapes.PAUSE:
            m.context = tapes.paused(m, manager.owner)
        return manager
    if isinstance(manager, Library):
        return manager
    if isinstance(manager, Instance):
        entered = classes.call_special(m, node, manager, "__enter__", (), frame)
        if entered is not None:
            return entered
        inherited = instances.tape_of(manager)
        if inherited is not None:
            name = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else ""
            tapes.enter(m, inherited, name, frame, node)
            return manager
    return m.opaque(frame, item.context_expr, manager)


def _exit(m: Machine, node: ast.AST, manager: Instance, frame: Frame) -> Value:
    unknown = tuple(m.opaque(frame, node) for _ in range(3))
    return classes.call_special(m, node, manager, "__exit__", unknown, frame) or NONE

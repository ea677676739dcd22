"""The user's functions: called in context, with early returns joined and recursion cut."""

from __future__ import annotations

import ast
from collections.abc import Callable

from tapelens.flow.reasons import Effect
from tapelens.machine import arguments, traced
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.joins import join, join_cells
from tapelens.machine.machine import MAX_DEPTH, MAX_TIMES, Flow, Machine, nodes_of, nodes_of_all
from tapelens.machine.names import YIELD, used_names
from tapelens.machine.placeholders import is_placeholder
from tapelens.machine.values import (
    NONE,
    Bound,
    Const,
    Coroutine,
    Dict,
    External,
    Form,
    Function,
    Generator,
    Instance,
    Manager,
    Opaque,
    Sequence,
    Tensor,
    Value,
)
from tapelens.source.kept import kept
from tapelens.source.mend import BROKEN

# decorators that leave the function what it is, as far as gradients are concerned
TRANSPARENT = (
    "functools.wraps",
    "functools.lru_cache",
    "functools.cache",
    "abc.",
    "typing.",
    "tensorflow.",
    "keras.",
    "builtins.staticmethod",
)
MARKS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "cached",
    "abc.abstractproperty": "property",
    "tensorflow.function": "graph",
    "tensorflow.custom_gradient": "custom_gradient",
    "tensorflow.recompute_grad": "recompute",
    "contextlib.contextmanager": "context",
    "abc.abstractmethod": "abstract",
}


def decorated(
    m: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, function: Function, frame: Frame
) -> Value:
    """Return what the name is bound to after the decorators."""
    value: Value = function
    for decorator in reversed(node.decorator_list):
        value = _apply(m, decorator, value, frame)
    return value


def _apply(m: Machine, decorator: ast.expr, value: Value, frame: Frame) -> Value:
    from tapelens.machine import calls

    if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "getter", "deleter"):
        found = m.eval(decorator.value, frame)
        if isinstance(found, Function) and "property" in found.marks:
            return _property(decorator.attr, found, value)
    callee = m.eval(decorator.func if isinstance(decorator, ast.Call) else decorator, frame)
    if isinstance(callee, External):
        return mark(m, decorator, callee.path, value, frame)
    if isinstance(decorator, ast.Call):
        callee = calls.call(m, decorator, callee, arguments.evaluate(m, decorator, frame), frame)
    return calls.call(m, decorator, callee, Args((value,)), frame)


def _property(part: str, old: Function, value: Value) -> Function:
    """Return the property after `@name.setter` or another of its decorators."""
    getter = value if part == "getter" and isinstance(value, Function) else old
    made = Function(getter.node, getter.unit, getter.frame, getter.defaults, getter.cls)
    made.marks, made.setter = old.marks, value if part == "setter" else old.setter
    return made


def make_property(getter: Function, setter: Value | None) -> Function:
    """Return what `property(getter, setter)` gives."""
    made = Function(getter.node, getter.unit, getter.frame, getter.defaults, getter.cls)
    made.marks, made.setter = getter.marks | {"property"}, setter
    return made


def mark(m: Machine, node: ast.AST, path: str, value: Value, frame: Frame) -> Value:
    """Return a function under a library's decorator: the same with a mark, or an unknown callable."""
    from tapelens.knowledge.table import canonical

    name = canonical(path)
    found = MARKS.get(name) or MARKS.get(path)
    if isinstance(value, Function):
        if found is not None:
            marked = Function(value.node, value.unit, value.frame, value.defaults, value.cls)
            marked.marks = value.marks | {found}
            return marked
        if name.startswith(TRANSPARENT) or path.startswith(TRANSPARENT):
            return value
    return m.opaque(frame, node, value)


def _yields(node: ast.AST) -> bool:
    answer = False
    todo: list[ast.AST] = list(ast.iter_child_nodes(node))
    while todo and not answer:
        current = todo.pop()
        if isinstance(current, (ast.Yield, ast.YieldFrom)):
            answer = True
        elif not isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(current))
    return answer


_is_generator = kept("yields", _yields)


def is_generator(node: ast.AST) -> bool:
    """Return whether a function's own body yields."""
    return YIELD in used_names(node) and _is_generator(node)


def call(m: Machine, node: ast.AST, function: Function, args: Args, frame: Frame) -> Value:
    """Return what a call of the user's function gives, interpreted with these arguments."""
    if isinstance(function.node, ast.AsyncFunctionDef) and not is_generator(function.node):
        return Coroutine(lambda at, f: _carry_out(m, at, function, args, f), (function, *args.all()))
    return _carry_out(m, node, function, args, frame)


def _carry_out(m: Machine, node: ast.AST, function: Function, args: Args, frame: Frame) -> Value:
    from tapelens.machine import calls
    from tapelens.machine.library import custom

    cut = m.depth >= MAX_DEPTH or m.active.count(function.node) > _most_active(args)
    if cut or _too_often(m, function) or is_placeholder(function):
        return calls.opaque_call(m, node, Bound(function, ()), args, frame)
    if not isinstance(function.node, ast.Lambda) and is_generator(function.node):
        if "context" in function.marks and isinstance(function.node, ast.FunctionDef):
            return Manager(function, args)
        if isinstance(function.node, ast.AsyncFunctionDef):
            return calls.opaque_call(m, node, Bound(function, ()), args, frame)
        return Generator(lambda at, f: generate(m, at, function, args, f), (function, *args.all()))
    since = len(m.graph)
    result = _followed(m, node, function, args, frame)
    if result is None:
        return calls.opaque_call(m, node, Bound(function, ()), args, frame)
    if "custom_gradient" in function.marks:
        return custom.call(m, node, function, args, result, frame)
    if "recompute" in function.marks:
        inside = {n for inputs in m.graph.inputs[since:] for n in inputs if n < since}
        read = sorted(n for n in inside if m.graph.info[n].variable)
        return _whole(m, node, "tf.recompute_grad", result, (*nodes_of_all(args.all()), *read), frame)
    if "graph" in function.marks and not frame.graph_mode:
        return _whole(m, node, "tf.function", result, nodes_of(result), frame)
    return result


def _followed(m: Machine, node: ast.AST, function: Function, args: Args, frame: Frame) -> Value | None:
    if m.modules is None:
        return interpret(m, node, function, args, frame)
    return m.modules.call(function, lambda: interpret(m, node, function, args, frame))


def _too_often(m: Machine, function: Function) -> bool:
    m.times[id(function.node)] += 1
    return m.times[id(function.node)] > MAX_TIMES


def _whole(
    m: Machine, node: ast.AST, label: str, result: Value, others: tuple[int, ...], frame: Frame
) -> Value:
    """Return the outputs of a function that is one op: what reaches the others of it is zero, and not None."""
    if not nodes_of(result):
        return result

    def output(value: Value) -> Value:
        if isinstance(value, Sequence) and value.rest is None:
            return Sequence(value.kind, tuple(output(item) for item in value.items))
        if isinstance(value, Dict):
            return Dict({k: output(v) if isinstance(v, Value) else v for k, v in value.cells.items()})
        if not isinstance(value, Tensor):
            return value
        without = tuple((Opaque(n), Effect.ZERO) for n in others if n != value.node)
        return m.op(frame, node, label, ((value, Effect.CARRY), *without), Form.TENSOR, value.dtype)

    return output(result)


def _most_active(args: Args) -> int:
    """Return how deep a recursion is followed: further when a known number may count it down."""
    numbers = [v for v in args.all() if isinstance(v, Const) and isinstance(v.value, int)]
    return 6 if numbers else 0


def generate(m: Machine, node: ast.AST, function: Function, args: Args, frame: Frame) -> Sequence:
    """Run the body of a generator; return what it yields, in order where the order is plain to see."""
    if m.depth >= MAX_DEPTH or m.active.count(function.node) > 0:
        return Sequence("generator", (), m.opaque(frame, node, function, *args.all()))
    m.yields.append([])
    returned = interpret(m, node, function, args, frame)
    values = m.yields.pop()
    body = function.node.body if isinstance(function.node.body, list) else []
    plain = [s for s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Yield)]
    inner = [n for s in body for n in ast.walk(s) if isinstance(n, (ast.Yield, ast.YieldFrom, ast.Return))]
    if len(plain) == len(inner) == len(values):
        made = Sequence("generator", tuple(values))
    else:
        made = Sequence("generator", (), join(m, frame, node, values) if values else None)
    made.cells["returned"] = returned
    return made


def _enclosing(home: Frame) -> Frame | None:
    """Return the scope whose names the body of a function sees around it: never that of a class."""
    of_class = home.cls is not None and home.cells is home.cls.cells
    around = home.parent if of_class else home
    return around if around is not None and around.top is not None else None


def interpret(
    m: Machine,
    node: ast.AST,
    function: Function,
    args: Args,
    frame: Frame,
    suspended: Callable[[Value], None] | None = None,
) -> Value:
    """Run the function's body and return the join of its results; what goes on at a `yield` is given for some."""
    home = function.frame
    inner = Frame(
        function.unit,
        dict(arguments.bind(m, node, function, args, frame)),
        home.top or home,
        _enclosing(home),
        function.cls,
        args.positional[0] if args.positional else None,
    )
    inner.suspended = suspended
    inner.graph_mode = frame.graph_mode or "graph" in function.marks
    m.visited[id(function.node)] = function.node
    m.active.append(function.node)
    m.depth += 1
    inner.level = m.store.level
    outer = m.graph.enter_call(place(frame, node))
    m.store.open()
    certain = m.certain
    try:
        if isinstance(function.node, ast.Lambda):
            result = m.eval(function.node.body, inner)
        else:
            result = _finish(m, node, function, inner, m.run(function.node.body, inner))
        m.graph.results[m.graph.here] = nodes_of(result)
        if "cached" in function.marks or suspended is not None or _builds(function):
            m.graph.keeps.add(m.graph.here)
        if function.name == "build" and _builds(function):
            _mark_built(m, args)
        return result
    finally:
        m.certain = certain
        m.store.keep()
        m.graph.leave_call(outer)
        m.depth -= 1
        m.active.pop()


def _builds(function: Function) -> bool:
    """Return whether what the function computes is kept in the object that it sets up."""
    return function.cls is not None and function.name in ("__init__", "build")


def _mark_built(m: Machine, args: Args) -> None:
    """Keras 3 wraps `build`: a layer whose `build` was called is not built again when it is called."""
    owner = args.positional[0] if args.positional else None
    if isinstance(owner, Instance) and owner.cls.library and m.keras > 2:
        m.store.set(owner.cells, "__built__", True)


def _finish(m: Machine, node: ast.AST, function: Function, inner: Frame, ended: int) -> Value:
    """Join all ways out of the body: its early returns and its end."""
    if ended == Flow.NEXT:
        end = m.opaque(inner, node) if BROKEN in used_names(function.node) else NONE
        inner.returns.append((end, m.store.snapshot(inner.level)))
    if not inner.returns:
        return m.opaque(inner, node)
    if len(inner.returns) > 1:
        states = [state for _, state in inner.returns]
        base = dict(m.store.log)
        m.store.join(states, lambda options: join_cells(m, inner, node, options), base)
    elif ended != Flow.RETURN or inner.returns[0][1]:
        for cells, key, value in inner.returns[0][1].values():
            m.store.set(cells, key, value)
    result = join(m, inner, node, [value for value, _ in inner.returns])
    if inner.forked is None or len(nodes_of(result)) < 2:
        return result
    return traced.branch(m, function.node, "return", inner, result, inner.forked)

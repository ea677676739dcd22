"""The arguments of a call, and their binding to parameters."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tapelens.machine import iteration
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import REST, Const, Coroutine, Dict, Function, Generator, Sequence, Value


@dataclass(slots=True)
class Args:
    """Positional and keyword arguments; `more` and `more_keywords` are what unknown stars may add."""

    positional: tuple[Value, ...] = ()
    keywords: dict[str, Value] = field(default_factory=dict)
    more: Value | None = None
    more_keywords: Value | None = None

    @property
    def unknown(self) -> bool:
        """Whether there may be more arguments than are known."""
        return self.more is not None or self.more_keywords is not None

    def get(self, position: int | None, name: str) -> Value | None:
        """Return the argument given at the position or under the name, None when neither is there."""
        if name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None

    def all(self) -> tuple[Value, ...]:
        """Return every value that is passed."""
        known = (*self.positional, *self.keywords.values())
        if not self.unknown:
            return known
        return (*known, *(v for v in (self.more, self.more_keywords) if v is not None))

    def holds(self, kind: type[Value]) -> bool:
        """Return whether a value of the very class is passed."""
        return kind in map(type, self.all())

    def after(self, *first: Value) -> Args:
        """Return the same arguments with others before them."""
        return Args((*first, *self.positional), self.keywords, self.more, self.more_keywords)


def run_generators(node: ast.AST, args: Args, frame: Frame) -> Args:
    """Return the arguments as code gets them that goes through all that it is given."""
    if not args.holds(Generator):
        return args
    positional = tuple(iteration.run_generator(node, value, frame) for value in args.positional)
    keywords = {k: iteration.run_generator(node, value, frame) for k, value in args.keywords.items()}
    return Args(positional, keywords, args.more, args.more_keywords)


def run_coroutines(node: ast.AST, args: Args, frame: Frame) -> Args:
    """Return the arguments as unknown code gets them, which may run what it is given to await."""
    if not args.holds(Coroutine):
        return args

    def run(value: Value) -> Value:
        return value.run(node, frame) if isinstance(value, Coroutine) else value

    keywords = {name: run(value) for name, value in args.keywords.items()}
    return Args(tuple(map(run, args.positional)), keywords, args.more, args.more_keywords)


def evaluate(m: Machine, node: ast.Call, frame: Frame) -> Args:
    """Return the evaluated arguments of a call."""
    args = Args()
    positional: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            _spread(m, argument, positional, args, frame)
        else:
            positional.append(m.eval(argument, frame))
    for keyword in node.keywords:
        value = m.eval(keyword.value, frame)
        if keyword.arg is not None:
            args.keywords[keyword.arg] = value
        else:
            _spread_keywords(value, args)
    args.positional = tuple(positional)
    return args


def _spread(m: Machine, node: ast.Starred, positional: list[Value], args: Args, frame: Frame) -> None:
    found = iteration.elements(m, node, m.eval(node.value, frame), frame)
    positional.extend(found.known)
    if found.rest is not None:
        args.more = found.fresh()


def _spread_keywords(value: Value, args: Args) -> None:
    if isinstance(value, Dict):
        args.keywords.update({k: v for k, v in value.known().items() if isinstance(k, str)})
        if REST in value.cells:
            args.more_keywords = value.cells[REST]
    else:
        args.more_keywords = value


def bind(m: Machine, node: ast.AST, function: Function, args: Args, frame: Frame) -> dict[str, Value]:
    """Return the parameters' values of a call; one that is not given and has no default is unknown."""
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    bound: dict[str, Value] = dict(zip(names, args.positional))
    for name in (*names, *(a.arg for a in spec.kwonlyargs)):
        if name in args.keywords:
            bound[name] = args.keywords[name]
        elif name not in bound:
            bound[name] = _missing(m, node, function, name, args, frame)
    if spec.vararg is not None:
        bound[spec.vararg.arg] = Sequence("tuple", args.positional[len(names) :], args.more)
    if spec.kwarg is not None:
        extra = {k: v for k, v in args.keywords.items() if k not in bound}
        bound[spec.kwarg.arg] = Dict({**extra, **({REST: args.more_keywords} if args.more_keywords else {})})
    return bound


def _missing(m: Machine, node: ast.AST, function: Function, name: str, args: Args, frame: Frame) -> Value:
    if args.more is not None or args.more_keywords is not None:
        return m.opaque(frame, node, *args.all())
    default = function.defaults.get(name)
    return default if default is not None else m.opaque(frame, node)


def constant(value: Value | None, default: object = None) -> object:
    """Return the Python constant that the value is, else the default."""
    return value.value if isinstance(value, Const) else default

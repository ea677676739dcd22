"""Calls of library functions by their dotted path: hooks first, then the knowledge table, then unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable

from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import Row, canonical, display, lookup
from tapelens.machine import builtins, calls
from tapelens.machine.arguments import Args, run_generators
from tapelens.machine.frames import Frame
from tapelens.machine.library import rows
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    OF_KERAS,
    PLAIN,
    External,
    Form,
    Function,
    Library,
    Opaque,
    Sequence,
    Tensor,
    Union,
    Value,
)

TEXTS = ("tensorflow.strings.", "tensorflow.io.")  # through texts and bytes no gradient passes
Hook = Callable[[Machine, ast.AST, Args, Frame], Value]
HOOKS: dict[str, Hook] = {}
STARS: set[Hook] = set()
LEGACY_PATHS = (
    "tf_keras.",
    "tensorflow.python.keras.",
    "tensorflow.compat.v1.keras.",
)  # Keras 2 beside Keras 3

# Modules of the standard library whose functions keep nothing and give plain data.
PLAIN_MODULES = frozenset(
    "os sys time datetime json logging re random argparse pathlib string warnings pprint gc csv glob shutil "
    "uuid hashlib tempfile subprocess signal platform traceback inspect textwrap timeit".split()
)


def hook(*paths: str, stars: bool = False) -> Callable[[Hook], Hook]:
    """Register what calls of library functions of these canonical paths do.

    With `stars` it minds what an unknown `*args` or `**options` may add; others are not asked about such a call.
    """

    def register(function: Hook) -> Hook:
        for path in paths:
            HOOKS[path] = function
        if stars:
            STARS.add(function)
        return function

    return register


def call(m: Machine, node: ast.AST, path: str, args: Args, frame: Frame) -> Value:
    """Return what calling the library function gives; what is of Keras 2 says so."""
    made = _called(m, node, path, args, frame)
    if isinstance(made, Library) and path.startswith(LEGACY_PATHS):
        made.cells["__legacy__"] = True
    if isinstance(made, Opaque) and "keras." in path and canonical(path).startswith("keras."):
        m.store.set(made.cells, OF_KERAS, True)
    return made


def _called(m: Machine, node: ast.AST, path: str, args: Args, frame: Frame) -> Value:
    if path.startswith("builtins."):
        return builtins.call(m, node, path[len("builtins.") :], args, frame)
    args = run_generators(node, args, frame)
    name = canonical(path)
    found = HOOKS.get(name) or HOOKS.get(path)
    if found is not None:
        known = not args.unknown or found in STARS
        return (
            found(m, node, args, frame) if known else calls.opaque_call(m, node, External(name), args, frame)
        )
    decorated = _as_decorator(m, node, path, args, frame)
    if decorated is not None:
        return decorated
    row = lookup(path, m.tensorflow)
    if row is not None:
        return _by_row(m, node, name, row, args, frame)
    return _elsewhere(m, node, path, args, frame)


def _as_decorator(m: Machine, node: ast.AST, path: str, args: Args, frame: Frame) -> Value | None:
    """`tf.function(f)`, `tf.custom_gradient(f)`: a function under a library's decorator, called as one."""
    from tapelens.machine.functions import MARKS, mark

    first = args.positional[0] if len(args.positional) == 1 else None
    if args.positional and not isinstance(first, Function):
        return None
    if canonical(path) not in MARKS and path not in MARKS and not path.startswith("functools."):
        return None
    return mark(m, node, path, first, frame) if isinstance(first, Function) else External(path)


def _by_row(m: Machine, node: ast.AST, name: str, row: Row, args: Args, frame: Frame) -> Value:
    from tapelens.machine.library import objects

    if row.kind in ("layer", "loss", "metric", "optimizer"):
        return objects.make(m, node, name, row, args, frame)
    if row.kind == "class":
        return calls.opaque_call(m, node, External(name), args, frame)
    return rows.apply(m, node, row, args, frame)


def _elsewhere(m: Machine, node: ast.AST, path: str, args: Args, frame: Frame) -> Value:
    root = path.split(".", 1)[0]
    tensors = [v for v in args.all() if isinstance(v, (Tensor, Opaque, Sequence, Union))]
    if root in ("math", "cmath", "statistics") and any(map(nodes_of, tensors)):
        from tapelens.machine.library.texts import leaving

        return m.op(frame, node, path, tuple((v, leaving(v)) for v in args.positional), Form.NUMBER)
    if root in PLAIN_MODULES and not any(isinstance(v, Function) for v in args.all()):
        if root == "random" and tensors:
            return calls.opaque_call(m, node, External(path), args, frame)
        return PLAIN
    if root in ("math", "statistics"):
        return PLAIN
    if canonical(path).startswith(TEXTS):
        return m.op(frame, node, display(canonical(path)), tuple((v, Effect.NONDIFF) for v in args.all()))
    return calls.opaque_call(m, node, External(path), args, frame)

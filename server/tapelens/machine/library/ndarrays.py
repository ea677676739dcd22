"""NumPy functions that do more than a row of the table says."""

from __future__ import annotations

import ast

from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import lookup
from tapelens.machine import calls
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import rows
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Bound, External, Form, Function, Sequence, Tensor, Value

VECTORIZED = "numpy.vectorize.__call__"


@hook("numpy.flip")
def _flip(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """It slices what has axes, as a tensor has, and makes an array of all else: a variable, a list."""
    value = args.get(0, "m") or PLAIN
    row = lookup("numpy.flip", m.tensorflow)
    if isinstance(value, Sequence) or (isinstance(value, Tensor) and value.form == Form.VARIABLE):
        return m.op(frame, node, "np.flip", ((value, Effect.LEFT),), Form.ARRAY)
    return rows.apply(m, node, row, args, frame) if row is not None else m.opaque(frame, node, *args.all())


@hook("numpy.vectorize")
def _vectorize(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function = args.get(0, "pyfunc")
    if not isinstance(function, (Function, Bound)):
        return m.opaque(frame, node, *args.all(), label="call")
    return Bound(External(VECTORIZED), (function,))


@hook(VECTORIZED)
def _vectorized(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """The function is called with one number after the other."""
    function, *given = args.positional
    numbers = tuple(
        m.op(frame, node, "np.vectorize", ((value, Effect.LEFT),), Form.NUMBER) for value in given
    )
    result = calls.call(m, node, function, Args(numbers, args.keywords), frame)
    return m.op(frame, node, "np.vectorize", ((result, Effect.LEFT),), Form.ARRAY)

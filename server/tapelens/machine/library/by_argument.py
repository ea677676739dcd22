"""Functions of which an argument decides both the effect on a gradient and the dtype."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import dtypes
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import PLAIN, Form, Tensor, Value


@hook("tensorflow.SparseTensor")
def _sparse(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """The values are kept as they are: making the tensor is no op."""
    value = args.get(1, "values") or PLAIN
    dtype = value.dtype if isinstance(value, Tensor) else dtypes.of_content(value)
    return m.derived(frame, node, (value,), Form.ANY, dtype)


@hook("tensorflow.bitcast")
def _bitcast(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "input") or PLAIN
    dtype = dtypes.named(args.get(1, "type"))
    effect = Effect.NONDIFF if dtype == Dtype.INTEGER else Effect.ERROR
    made = m.op(frame, node, "tf.bitcast", ((value, effect),), Form.TENSOR, dtype)
    m.graph.as_target[made.node] = (Effect.ERROR,) * len(nodes_of(value))
    return made

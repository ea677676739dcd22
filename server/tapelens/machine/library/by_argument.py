"""Functions whose effect on a gradient depends on an argument, or on whether the result is the target itself."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame
from tapelens.machine.library import dtypes
from tapelens.machine.library.external import hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Form, Sequence, Value


@hook("tensorflow.bitcast")
def _bitcast(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "input") or PLAIN
    return m.op(
        frame, node, "tf.bitcast", ((value, Effect.ERROR),), Form.TENSOR, dtypes.named(args.get(1, "type"))
    )


@hook("tensorflow.argsort")
def _argsort(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """The order is zeros as a target; whatever is made of it is cut off by its dtype."""
    value = args.get(0, "values") or PLAIN
    return m.op(frame, node, "tf.argsort", ((value, Effect.ZERO),), Form.TENSOR, Dtype.INTEGER)


@hook("tensorflow.nn.top_k")
def _top_k(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "input") or PLAIN
    values = m.op(
        frame, node, "tf.math.top_k", ((value, Effect.CARRY),), Form.TENSOR, dtypes.of_content(value)
    )
    places = m.op(frame, node, "tf.math.top_k", ((value, Effect.ZERO),), Form.TENSOR, Dtype.INTEGER)
    return Sequence("tuple", (values, places))


@hook("tensorflow.image.resize")
def _resize(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "images") or PLAIN
    area = constant(args.get(2, "method") or PLAIN) == "area"
    effect = Effect.ERROR if area else Effect.CARRY
    return m.op(frame, node, "tf.image.resize", ((value, effect),), Form.TENSOR, Dtype.FLOAT)

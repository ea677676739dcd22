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


@hook("tensorflow.bitcast")
def _bitcast(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "input") or PLAIN
    dtype = dtypes.named(args.get(1, "type"))
    effect = Effect.NONDIFF if dtype == Dtype.INTEGER else Effect.ERROR
    made = m.op(frame, node, "tf.bitcast", ((value, effect),), Form.TENSOR, dtype)
    m.graph.as_target[made.node] = (Effect.ERROR,) * len(nodes_of(value))
    return made


@hook("tensorflow.math.imag", "keras.ops.imag", "tensorflow.experimental.numpy.imag")
def _imag(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return _of_complex(m, node, "imag", args, frame)


@hook("tensorflow.math.angle", "keras.ops.angle", "tensorflow.experimental.numpy.angle")
def _angle(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return _of_complex(m, node, "angle", args, frame)


def _of_complex(m: Machine, node: ast.AST, name: str, args: Args, frame: Frame) -> Value:
    """What only complex numbers have: a gradient flows to it from those, and none from real ones."""
    value = next(iter(args.all()), PLAIN)
    real = isinstance(value, Tensor) and value.exact.startswith(("float", "int"))
    effect = Effect.NONDIFF if real else Effect.CARRY
    return m.op(frame, node, f"tf.math.{name}", ((value, effect),), Form.TENSOR, Dtype.FLOAT)

"""Attributes and methods of tensors, variables and arrays."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import lookup
from tapelens.machine import calls, noticed
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import dtypes, rows
from tapelens.machine.machine import Machine
from tapelens.machine.values import NONE, PLAIN, Form, Method, Opaque, Tensor, Value

STATIC = frozenset("shape dtype device name ndim graph rank size nbytes trainable op handle path".split())
VARIABLES = (Form.VARIABLE, Form.KERAS_VARIABLE)
OUT = frozenset({"numpy", "tolist", "item", "__array__", "__float__", "__int__"})
SAME = frozenset(
    "reshape copy ravel flatten transpose squeeze repeat".split()
)  # what they give has the same dtype
# of ragged tensors: what reads where the rows begin and end, and what takes other numbers into them
ROWS = frozenset("row_lengths row_starts row_limits value_rowids nrows bounding_shape".split())
REFILLED = frozenset({"with_values", "with_flat_values"})
QUIET = frozenset({"set_shape", "get_shape", "ref", "experimental_ref", "count_up_to"})


def attribute(m: Machine, node: ast.AST, owner: Tensor, name: str, frame: Frame) -> Value:
    """Return an attribute of a tensor, variable or array."""
    if name in noticed.ARRAYS_ONLY and isinstance(node, ast.Attribute):
        noticed.of_misfit(m, node, owner, node.value, frame)
    if name == "value" and owner.form == Form.KERAS_VARIABLE:
        return Tensor(owner.node, Form.VARIABLE, owner.dtype)
    if name == "T":
        if owner.form == Form.ARRAY:
            return m.derived(frame, node, (owner,), Form.ARRAY, owner.dtype)
        return m.op(frame, node, "T", ((owner, Effect.CARRY),), Form.TENSOR, owner.dtype)
    if name in ("values", "flat_values", "indices", "dense_shape"):
        dtype = Dtype.UNKNOWN if name.endswith("values") else Dtype.INTEGER
        return m.derived(frame, node, (owner,), owner.form, dtype)
    if name in STATIC:
        return PLAIN
    return Method(owner, name)


def call_method(m: Machine, node: ast.AST, owner: Value, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of a tensor (or of something unknown that has such a method) gives."""
    if name.startswith(("assign", "scatter_")):
        return assign(m, node, owner, name, args, frame)
    if isinstance(owner, Tensor) and owner.form in (Form.ARRAY, Form.NUMBER):
        dtype = (
            dtypes.named(args.get(0, "dtype"))
            if name == "astype"
            else owner.dtype
            if name in SAME
            else Dtype.UNKNOWN
        )
        return m.derived(frame, node, (owner, *args.all()), Form.ARRAY, dtype)
    if name in OUT:
        return m.op(frame, node, f".{name}()", ((owner, Effect.LEFT),), Form.ARRAY)
    if name in ("predict", "predict_on_batch"):
        inputs = tuple((v, Effect.LEFT) for v in (owner, *args.all()))
        return m.op(frame, node, f".{name}()", inputs, Form.ARRAY)
    if not isinstance(owner, Tensor):
        return calls.opaque_call(m, node, Method(owner, name), args, frame)
    return _of_tensor(m, node, owner, name, args, frame)


def _of_tensor(m: Machine, node: ast.AST, owner: Tensor, name: str, args: Args, frame: Frame) -> Value:
    if name in QUIET:
        return PLAIN
    if name in ("value", "read_value") and owner.form in VARIABLES:
        return m.op(frame, node, f".{name}()", ((owner, Effect.CARRY),), Form.TENSOR, owner.dtype)
    if name in ROWS:
        return m.op(frame, node, f".{name}()", ((owner, Effect.SHAPE),), Form.TENSOR, Dtype.INTEGER)
    if name in REFILLED:
        return m.derived(frame, node, args.all(), Form.TENSOR)
    if name == "to_tensor":
        inputs = tuple((value, Effect.CARRY) for value in (owner, *args.all()))
        return m.op(frame, node, ".to_tensor()", inputs, Form.TENSOR, owner.dtype)
    kind = "Variable" if owner.form in VARIABLES else "Tensor"
    row = lookup(f"tensorflow.{kind}.{name}", m.tensorflow) or lookup(
        f"tensorflow.Tensor.{name}", m.tensorflow
    )
    if row is not None:
        full = (
            args.after(owner)
            if row.params[:1] == ("self",)
            else Args((owner, *args.positional), args.keywords)
        )
        return rows.apply(m, node, row, full, frame)
    return calls.opaque_call(m, node, Method(owner, name), args, frame)


def assign(m: Machine, node: ast.AST, owner: Value, name: str, args: Args, frame: Frame) -> Value:
    """Put a value into a variable: whoever reads it later depends on the value through state."""
    if isinstance(owner, Tensor) and owner.form == Form.TENSOR:
        # Tensors have none of these methods, but for the `assign` of a part of a variable.
        m.raised = None if name == "assign" and m.graph.labels[owner.node] == "getitem" else node
    values = tuple((v, Effect.STATE) for v in args.all())
    into = m.op(frame, node, f".{name}()", values, Form.TENSOR, Dtype.UNKNOWN)
    if isinstance(owner, (Tensor, Opaque)):
        if m.graph.inputs[into.node]:
            m.graph.spill(owner.node, into.node)
            for whole in m.graph.inputs[owner.node]:  # `table[0].assign(...)` changes the table
                m.graph.spill(whole, into.node)
        if isinstance(owner, Tensor) and owner.form == Form.VARIABLE:
            read = m.op(frame, node, f".{name}()", ((owner, Effect.CARRY),), Form.VARIABLE, owner.dtype)
            m.graph.share(owner.node, read.node)
            return read
        return owner
    return NONE

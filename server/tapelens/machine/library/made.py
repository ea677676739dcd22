"""What makes numbers: whether they are whole is decided by what it is given, in TensorFlow and in NumPy."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import lookup
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import core, dtypes, rows
from tapelens.machine.library.external import Hook, hook
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, Form, Tensor, Value

Places = tuple[tuple[int, str], ...]  # where the arguments stand that decide, and their names

RANGES: dict[str, Places] = {
    "tensorflow.range": ((0, "start"), (1, "limit"), (2, "delta")),
    "numpy.arange": ((0, "start"), (1, "stop"), (2, "step")),
}
FILLED: dict[str, Places] = {
    "tensorflow.fill": ((1, "value"),),
    "numpy.full": ((1, "fill_value"),),
}
DTYPE_AT = {"tensorflow.range": 3, "numpy.arange": 3, "numpy.full": 2, "tensorflow.fill": None}
FLOATS = ("float16", "float32", "float64", "half", "single", "double")
WHOLE = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "int_", "intp", "bool_")


def _by_content(path: str, places: Places) -> Hook:
    def made(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
        row = lookup(path, m.tensorflow)
        value = (
            rows.apply(m, node, row, args, frame) if row is not None else m.opaque(frame, node, *args.all())
        )
        if isinstance(value, Tensor):
            value.dtype = m.graph.dtypes[value.node] = _decided(path, places, args)
        return value

    return made


def _decided(path: str, places: Places, args: Args) -> int:
    asked = args.get(DTYPE_AT[path], "dtype")
    if asked is not None:
        return dtypes.named(asked)
    given = [value for place, name in places if (value := args.get(place, name)) is not None]
    contents = {dtypes.of_content(v) for v in given if not (isinstance(v, Const) and v.value is None)}
    if Dtype.FLOAT in contents:
        return Dtype.FLOAT
    return Dtype.INTEGER if contents == {Dtype.INTEGER} else Dtype.UNKNOWN


for _path, _places in (RANGES | FILLED).items():
    hook(_path)(_by_content(_path, _places))


def _scalar(dtype: int) -> Hook:
    """`np.float32(value)`: NumPy's scalar types, called."""

    def called(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
        made = core.array(m, node, args, frame)
        made.dtype = m.graph.dtypes[made.node] = dtype
        return made

    return called


for _name in (*FLOATS, *WHOLE):
    hook(f"numpy.{_name}")(_scalar(Dtype.FLOAT if _name in FLOATS else Dtype.INTEGER))


@hook("numpy.random.randint")
def _drawn(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    bounds = tuple((value, Effect.LEFT) for value in args.all())
    return m.op(frame, node, "np.random.randint", bounds, Form.ARRAY, Dtype.INTEGER)

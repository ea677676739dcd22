"""As much of dtypes as decides whether a gradient can pass."""

from __future__ import annotations

from tapelens.flow.graph import Dtype
from tapelens.machine.values import PLAIN, Const, External, Form, Sequence, Tensor, Value

INTEGERS = ("int", "uint", "bool", "string", "qint", "quint", "str")
FLOATS = ("float", "bfloat", "half", "double", "complex")


def exact(value: Value | None) -> str:
    """Return the name that a `dtype` argument says, empty when it is not known."""
    if isinstance(value, External):
        return value.path.rsplit(".", 1)[-1]
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def named(value: Value | None) -> int:
    """Return what a `dtype` argument says."""
    name = exact(value)
    if name.startswith(INTEGERS):
        return Dtype.INTEGER
    return Dtype.FLOAT if name.startswith(FLOATS) else Dtype.UNKNOWN


def of_content(value: Value | None) -> int:
    """Return the dtype that TensorFlow gives to a Python content."""
    if isinstance(value, Const):
        return Dtype.FLOAT if isinstance(value.value, (float, complex)) else Dtype.INTEGER
    if isinstance(value, Tensor):
        return value.dtype if value.form != Form.NUMBER else Dtype.UNKNOWN
    if isinstance(value, Sequence):
        return _of_items(value)
    return Dtype.UNKNOWN


def _of_items(value: Sequence) -> int:
    items = [*value.items, *([value.rest] if value.rest is not None else [])]
    dtypes = {of_content(item) for item in items if item is not PLAIN}
    if Dtype.FLOAT in dtypes:
        return Dtype.FLOAT
    if dtypes == {Dtype.INTEGER} and PLAIN not in items:
        return Dtype.INTEGER
    return Dtype.UNKNOWN if dtypes or items else Dtype.FLOAT


def of_word(word: str, inputs: tuple[Value, ...], bare: bool) -> int:
    """Return the dtype that an output word of the knowledge table means for these inputs.

    `bare`: the function takes Python numbers for what they are, as TensorFlow's own do and Keras's do not.
    """
    if word in ("float", "complex"):
        return Dtype.FLOAT
    if word in ("int", "bool", "string"):
        return Dtype.INTEGER
    if word == "same":
        dtypes = {v.dtype for v in inputs if isinstance(v, Tensor)}
        if not dtypes and bare:
            dtypes = {of_content(v) for v in inputs}
        if dtypes == {Dtype.INTEGER}:
            promoted = any(isinstance(v, Const) and isinstance(v.value, float) for v in inputs)
            return Dtype.UNKNOWN if promoted else Dtype.INTEGER
        return Dtype.FLOAT if Dtype.FLOAT in dtypes else Dtype.UNKNOWN
    return Dtype.UNKNOWN

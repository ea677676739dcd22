"""As much of dtypes as decides whether a gradient can pass."""

from __future__ import annotations

from tapelens.flow.graph import Dtype
from tapelens.machine.values import PLAIN, Const, External, Form, Sequence, Tensor, Value

INTEGERS = ("int", "uint", "bool", "string", "qint", "quint", "str")
REAL = "real"  # for an exact name: some float that is not complex
FLOATS = ("float", "bfloat", "half", "double", "complex")


def exact(value: Value | None) -> str:
    """Return the name that a `dtype` argument says, empty when it is not known."""
    if isinstance(value, External):
        return value.path.rsplit(".", 1)[-1]
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def is_real(value: Value) -> bool:
    """Return whether the value is certainly of real numbers, and not of complex ones."""
    if isinstance(value, Tensor):
        return value.dtype == Dtype.INTEGER or bool(value.exact and not value.exact.startswith("complex"))
    if isinstance(value, Sequence):
        return value.rest is None and all(map(is_real, value.items))
    return value is PLAIN or (isinstance(value, Const) and not isinstance(value.value, complex))


def exact_of(values: tuple[Value, ...]) -> str:
    """Return the dtype that values have together: its name where it is one, `real` for real numbers of any size."""
    names: set[str] = set()
    for value in values:
        for item in value.items if isinstance(value, Sequence) else (value,):
            if isinstance(item, Tensor):
                names.add(item.exact)
    if names and all(map(is_real, values)):
        return names.pop() if len(names) == 1 else REAL
    names.discard("")
    return next((name for name in names if name.startswith("complex")), "") if names else ""


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


def exact_of_content(value: Value) -> str:
    """Return the name of the dtype that a content gives to what is made of it, an empty one where that is not known."""
    if isinstance(value, Tensor):
        return value.exact if value.form != Form.NUMBER else ""
    if isinstance(value, Const):
        return {float: "float32", complex: "complex128"}.get(type(value.value), "")
    if isinstance(value, Sequence) and value.rest is None:
        names = {exact_of_content(item) for item in value.items}
        return "complex128" if "complex128" in names else "float32" if "float32" in names else ""
    return ""


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


def exact_of_word(word: str, inputs: tuple[Value, ...]) -> str:
    """Return the exact dtype that an output word of the knowledge table means for these inputs."""
    if word == "complex":
        return "complex64"
    if word == "float":  # measured with real numbers, of which real numbers come
        return REAL if all(map(is_real, inputs)) else ""
    return exact_of(inputs) if word == "same" else ""

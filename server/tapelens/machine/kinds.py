"""What `isinstance`, `callable` and `tf.is_tensor` answer where it is certain."""

from __future__ import annotations

from tapelens.flow.graph import Dtype
from tapelens.knowledge.table import canonical
from tapelens.machine import classes
from tapelens.machine.values import (
    Bound,
    Class,
    Const,
    Dict,
    External,
    Form,
    Function,
    Instance,
    Library,
    Sequence,
    Tensor,
    Value,
)

TENSOR, VARIABLE = "tensorflow.Tensor", "tensorflow.Variable"
BUILTIN = "builtins."
OF_CONSTANT = {"str": str, "int": int, "float": float, "bool": bool, "complex": complex, "bytes": bytes}
CONTAINERS = ("list", "tuple", "dict", "set", "frozenset")
BUILTINS = frozenset((*OF_CONSTANT, *CONTAINERS))


def is_instance(value: Value, wanted: Value) -> bool | None:
    """Return whether the value is of the class or of one of the tuple of classes, None when that is not known."""
    if isinstance(wanted, Sequence):
        answers = [is_instance(value, one) for one in wanted.items]
        if True in answers:
            return True
        return None if None in answers or wanted.rest is not None else False
    if isinstance(wanted, Class):
        if isinstance(value, Instance):
            return classes.is_instance(value, wanted)
        plain = isinstance(value, (Const, Sequence, Dict, Tensor, Function)) and not wanted.library
        return False if plain else None
    if isinstance(wanted, External):
        return _is_library_one(value, canonical(wanted.path))
    return None


def _is_library_one(value: Value, path: str) -> bool | None:
    name = path.removeprefix(BUILTIN)
    if path.startswith(BUILTIN) and name in BUILTINS:
        return _is_builtin(value, name)
    if path in (TENSOR, VARIABLE):
        return _is_tensor(value, path == VARIABLE)
    return None


def _is_builtin(value: Value, name: str) -> bool | None:
    if isinstance(value, Const):
        return isinstance(value.value, OF_CONSTANT[name]) if name in OF_CONSTANT else _no_container(value)
    if isinstance(value, Sequence):
        known = value.kind in CONTAINERS and "fields" not in value.cells
        return value.kind == name if known else False if name in OF_CONSTANT else None
    if isinstance(value, Dict):
        return name == "dict"
    of_tensorflow = isinstance(value, Tensor) and value.form in (Form.TENSOR, Form.VARIABLE)
    return False if of_tensorflow or isinstance(value, (Function, Bound, Library)) else None


def _no_container(value: Const) -> bool | None:
    return None if isinstance(value.value, (tuple, range)) else False


def _is_tensor(value: Value, variable: bool) -> bool | None:
    if isinstance(value, Tensor) and value.form in (Form.TENSOR, Form.VARIABLE):
        known = (
            value.form == Form.VARIABLE or value.dtype != Dtype.UNKNOWN
        )  # a gradient may be slices, or None
        return (value.form == Form.VARIABLE) == variable if known else False if variable else None
    return False if isinstance(value, (Const, Sequence, Dict, Function, Bound)) else None

"""Frozen records as plain data and back, by their annotations."""

from __future__ import annotations

import dataclasses
import types
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Return a record as lists and plain values, its fields in order."""
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def record(kind: type[T], data: Any) -> T:
    """Return the record that `plain` was given; raises ValueError for data of another shape."""
    return _made(kind, data)  # type: ignore[no-any-return]  # the annotation said what to make


def _made(kind: Any, data: Any) -> Any:
    made: Any = kind
    if dataclasses.is_dataclass(kind):
        fields = _fields(made)
        if not isinstance(data, list) or len(data) != len(fields):
            raise ValueError(f"not a {kind}")
        return made(*(_made(field, item) for field, item in zip(fields, data)))
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(data, list):
            raise ValueError("not a list")
        return tuple(_made(get_args(kind)[0], item) for item in data)
    if origin in (Union, types.UnionType):
        inner = next(part for part in get_args(kind) if part is not type(None))
        return None if data is None else _made(inner, data)
    wrong = data not in get_args(kind) if origin is Literal else type(data) is not kind
    if wrong:
        raise ValueError(f"not a {kind}")
    return data


@cache
def _fields(kind: Any) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in dataclasses.fields(kind))

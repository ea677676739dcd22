"""The protocol's record types, each made ready when it is first used.

`lsprotocol.types` defines some 550 attrs classes, and having attrs write their methods is two thirds of a server's
start. A session uses a few dozen of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import RLock
from typing import Any

import attrs

_lock = RLock()


def load() -> None:
    """Import `lsprotocol.types` in this way; does nothing where it is loaded already."""
    if "lsprotocol.types" in sys.modules:
        return
    define = attrs.define
    attrs.define = _later  # type: ignore[assignment]
    try:
        import_module("lsprotocol.types")
    finally:
        attrs.define = define
    from lsprotocol import _hooks

    # A converter would ask every record for its fields; `_make_ready` resolves their types.
    _hooks._resolved_forward_references = True


class _Fields:
    """Stands for the fields of a record until somebody asks for them."""

    def __get__(self, instance: object, cls: type) -> Any:
        _make_ready(cls)
        return cls.__attrs_attrs__  # type: ignore[attr-defined]  # the real ones by now


def _later(cls: type) -> type:
    """What `attrs.define` does, put off until the first instance is made or the fields are asked for."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807  it stands in for the real one
        _make_ready(cls)
        cls.__init__(self, *args, **kwargs)  # type: ignore[misc]

    cls.__init__ = __init__  # type: ignore[misc]
    cls.__attrs_attrs__ = _Fields()  # type: ignore[attr-defined]
    return cls


def _make_ready(cls: type) -> None:
    from lsprotocol.types import ALL_TYPES_MAP

    with _lock:
        if not isinstance(cls.__dict__["__attrs_attrs__"], _Fields):
            return  # another thread was first
        del cls.__init__  # type: ignore[misc]
        del cls.__attrs_attrs__  # type: ignore[attr-defined]
        attrs.define(cls, slots=False)
        attrs.resolve_types(cls, dict(ALL_TYPES_MAP), {})
